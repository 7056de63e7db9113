// SPDX-License-Identifier: Apache-2.0
//
// The word lists of data/lexicon as one trie: which entries begin at a character, and of
// what classes they are. The build makes a file of the trie (tools/lexicon-trie), which
// all workers map; where a list was changed with an editor since, or that file is
// missing, a worker makes the trie of the text files as it starts.
#ifndef FZ_TAG_LEXICON_H
#define FZ_TAG_LEXICON_H

#include "stages/base/memory.h"

#include <stdint.h>

// An entry's classes are a bit mask of 1u << class. An entry may have several. The names
// in comments are those of the files.
enum lexicon_class {
    LEXICON_PROVINCE, // 浙江省 广西壮族自治区: full names, also those of the past
    LEXICON_CITY,     // 杭州市 丽水地区 恩施土家族苗族自治州
    LEXICON_COUNTY,   // 下城区 桐庐县 余杭市
    LEXICON_TOWNSHIP, // 石桥街道 塘栖镇 新安乡
    LEXICON_SHORT, // 浙江 杭州 下城 桐庐: divisions of the three upper levels, short
    LEXICON_TOWN_SHORT, // 石桥 塘栖
    LEXICON_VILLAGE,    // 吴牙 草庵: villages and communities without their suffix
    LEXICON_COUNTRY,    // 意大利 大韩民国, regions and continents
    LEXICON_FOREIGN,    // 罗马 洛杉矶: places abroad
    LEXICON_PLACE,      // 钱塘江 长白山: other places (part-of-speech tag ns)
    LEXICON_SURNAME,    // 王 欧阳: surnames.txt
    LEXICON_GIVEN,      // single characters common in given names
    LEXICON_PERSON,     // 邓小平: persons and given names (part-of-speech tag nr)
    LEXICON_ORG,        // 新华社 国务院 清华大学: bodies by their names
    LEXICON_ORGAN,      // 委员会 分局 办公室: what names of public bodies end in
    LEXICON_FIRM,       // 有限公司 支行 集团: what names of firms end in
    LEXICON_SCHOOL,     // 小学 医院 图书馆: what names of institutions end in
    LEXICON_FIELD,      // 住建 城管 审管: what organs are for, short or long
    LEXICON_ROAD,       // 路 街 巷 弄: what names of ways end in
    LEXICON_ESTATE, // 小区 公寓 大厦 广场 公园: what names of built places end in
    LEXICON_NATURE,   // 河 湖 山 港: what names of natural places and waters end in
    LEXICON_DIVISION, // 区 街道 社区 村: what names of divisions end in
    LEXICON_TITLE,    // 书记 副主任 局长: posts and ranks
    LEXICON_ADDRESS,  // 先生 女士 同志
    LEXICON_ROLE, // 记者 作者 摄影 居民: common nouns that a person's name follows
    LEXICON_GENERIC,     // 服务中心 便民平台 各街道: looks like a name, is not
    LEXICON_ABBREVIATED, // 区政府 市委 省人大常委会: organs of a division, short
    LEXICON_NOUN,        // common nouns of two characters and more
    LEXICON_VERB,
    LEXICON_OTHER,    // adjectives, adverbs, pronouns, set phrases, numerals, time
    LEXICON_NAMELIKE, // other proper names (part-of-speech tag nz)
    LEXICON_COMMON,   // any word among the 50,000 commonest
    LEXICON_CLASSES
};

struct lexicon;

// Maps the trie, or reads the lists under folder. NULL after log_warn where one is
// missing or malformed.
// A set of lists that is changed wants a model trained anew: lexicon_checksum tells.
struct lexicon *lexicon_open(const char *folder);
void lexicon_free(struct lexicon **lexicon);

// The same for the same entries and classes.
uint64_t lexicon_checksum(const struct lexicon *lexicon);

struct lexicon_hit {
    uint32_t end;     // the entry is text [at, end), in bytes
    uint32_t classes; // mask
};

enum {
    LEXICON_LONGEST = 16,          // characters of an entry
    LEXICON_USUAL = 3,             // of most entries that are found
    LEXICON_KINDS = 1020,          // more than there are
    LEXICON_HITS = LEXICON_LONGEST // no more entries than this begin at one place
};

// The entries that begin at byte `at` of text, which must begin a character, shortest
// first, into hits (room for LEXICON_HITS). Returns their number. Linear in the length of
// the longest prefix of an entry found there.
size_t lexicon_match(const struct lexicon *lexicon, struct span text, size_t at,
                     struct lexicon_hit *hits);

// The same for all places of a text at once, which is faster: lexicon_run_new makes room
// for texts of up to n characters, the caller sets n and codes, lexicon_run finds the
// entries. Classes come as numbers of sets of them, below lexicon_sets; set 0 is none.
struct lexicon_place {
    uint16_t sets[LEXICON_USUAL]; // sets[k]: of the entry of k + 1 characters
    uint16_t longer; // bit k: there is an entry of k + 1 characters, more than usual
};
struct lexicon_run {
    size_t n;
    uint16_t *codes;              // of the characters (lexicon_code)
    struct lexicon_place *places; // what begins at each
    uint16_t *longer;             // sets of the longer entries: lexicon_run_set
    struct lexicon_walk *walks;   // where longer ones may begin
};
struct lexicon_run lexicon_run_new(struct arena *arena, size_t n);
void lexicon_run(const struct lexicon *lexicon, struct lexicon_run *run);
// The set of the entry of k + 1 characters at place i, where there is one.
static inline uint16_t lexicon_run_set(const struct lexicon_run *run, size_t i, size_t k)
{
    return k < LEXICON_USUAL ? run->places[i].sets[k]
                             : run->longer[i * LEXICON_LONGEST + k];
}
uint16_t lexicon_code(const struct lexicon *lexicon, uint32_t c);
size_t lexicon_sets(const struct lexicon *lexicon);
uint32_t lexicon_classes(const struct lexicon *lexicon, size_t set);
// The kind of a set's words, from 1 on and below LEXICON_KINDS (kinds.txt: words that
// stand in like surroundings); 0: none. A word of a kind may be of no class: only
// lexicon_run finds it.
uint32_t lexicon_kind(const struct lexicon *lexicon, size_t set);

// The classes of all entries that begin with character c, together: a quick way to see
// that none of a kind begins at a place.
uint32_t lexicon_opens(const struct lexicon *lexicon, uint32_t c);
// The same for those that end with it.
uint32_t lexicon_closes(const struct lexicon *lexicon, uint32_t c);

// The classes of exactly this name; 0 where it is no entry.
uint32_t lexicon_find(const struct lexicon *lexicon, struct span name);

// The longest entry with one of these classes that s ends in: its length in bytes, 0
// where there is none. Tries at most the last 16 characters.
size_t lexicon_suffix(const struct lexicon *lexicon, struct span s, uint32_t classes);

const char *lexicon_class_name(int class);

#endif
