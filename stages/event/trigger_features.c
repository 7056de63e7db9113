// SPDX-License-Identifier: Apache-2.0
//
// The features of a candidate verb: itself, its neighbours, what stands before it in the
// clause (subject, modality, negation), what follows (the object's head and its kind, 的,
// counts, money, quotes, names), and the scene (title, place in the entry, plans).
// Cost: linear in the clause. No memory of its own.
#include "stages/event/trigger_features.h"

#include "stages/base/utf8.h"

// The templates. Their order is part of what the weights mean: a new one goes to the end.
#define TEMPLATES(ROW)                                                                   \
    ROW(F_WORD, "word")                                                                  \
    ROW(F_LEFT, "left")                                                                  \
    ROW(F_LEFT2, "left2")                                                                \
    ROW(F_RIGHT, "right")                                                                \
    ROW(F_RIGHT2, "right2")                                                              \
    ROW(F_AROUND, "around")                                                              \
    ROW(F_WORD_RIGHT2, "word+right2")                                                    \
    ROW(F_WORD_LEFT2, "word+left2")                                                      \
    ROW(F_MARK, "mark")                                                                  \
    ROW(F_LAST, "last")                                                                  \
    ROW(F_BEFORE, "before")                                                              \
    ROW(F_PREVIOUS, "previous")                                                          \
    ROW(F_VERB_BEFORE, "verb before")                                                    \
    ROW(F_DEPTH, "depth")                                                                \
    ROW(F_SUBJECT_END, "subject end")                                                    \
    ROW(F_WORD_SUBJECT_END, "word+subject end")                                          \
    ROW(F_SENTENCE, "sentence")                                                          \
    ROW(F_CLAUSE_BEFORE, "clause before")                                                \
    ROW(F_NO_NAME_BEFORE, "no name before")                                              \
    ROW(F_NAME_BEFORE, "name before")                                                    \
    ROW(F_NAME_DISTANCE, "name distance")                                                \
    ROW(F_NO_COUNT, "no count")                                                          \
    ROW(F_COUNT, "count")                                                                \
    ROW(F_OBJECT_LENGTH, "object length")                                                \
    ROW(F_OBJECT_OPENS, "object opens")                                                  \
    ROW(F_OBJECT_ENDS, "object ends")                                                    \
    ROW(F_OBJECT_ENDS_2, "object ends 2")                                                \
    ROW(F_OBJECT_ENDS_3, "object ends 3")                                                \
    ROW(F_OBJECT_LAST, "object's last")                                                  \
    ROW(F_HEAD, "head")                                                                  \
    ROW(F_OBJECT_HOLDS, "object holds")                                                  \
    ROW(F_OF, "of")                                                                      \
    ROW(F_QUOTE, "quote")                                                                \
    ROW(F_BOOK_TITLE, "book title")                                                      \
    ROW(F_NAME_BEHIND, "name behind")                                                    \
    ROW(F_NEXT, "next")                                                                  \
    ROW(F_VERB_BEHIND, "verb behind")                                                    \
    ROW(F_BARE, "bare")                                                                  \
    ROW(F_PATTERN, "pattern")                                                            \
    ROW(F_WORD_PATTERN, "word+pattern")                                                  \
    ROW(F_PATTERN_OPENS, "pattern opens")                                                \
    ROW(F_PLANNED, "planned")                                                            \
    ROW(F_SENTENCE_NUMBER, "sentence number")                                            \
    ROW(F_IN_TITLE, "in title")                                                          \
    ROW(F_TITLE_HEAD, "title head")                                                      \
    ROW(F_IN_BRACKETS, "in brackets")                                                    \
    ROW(F_BIAS, "bias")                                                                  \
    ROW(F_WORD_LEFT, "word+left")                                                        \
    ROW(F_WORD_RIGHT, "word+right")                                                      \
    ROW(F_WORD_LAST, "word+last")                                                        \
    ROW(F_WORD_PREVIOUS, "word+previous")                                                \
    ROW(F_WORD_VERB_BEFORE, "word+verb before")                                          \
    ROW(F_WORD_NO_NAME_BEFORE, "word+no name before")                                    \
    ROW(F_WORD_NAME_BEFORE, "word+name before")                                          \
    ROW(F_WORD_NO_COUNT, "word+no count")                                                \
    ROW(F_WORD_COUNT, "word+count")                                                      \
    ROW(F_WORD_OBJECT_OPENS, "word+object opens")                                        \
    ROW(F_WORD_OBJECT_ENDS, "word+object ends")                                          \
    ROW(F_WORD_OBJECT_ENDS_2, "word+object ends 2")                                      \
    ROW(F_WORD_OBJECT_LAST, "word+object's last")                                        \
    ROW(F_WORD_HEAD, "word+head")                                                        \
    ROW(F_WORD_OF, "word+of")                                                            \
    ROW(F_WORD_QUOTE, "word+quote")                                                      \
    ROW(F_WORD_BOOK_TITLE, "word+book title")                                            \
    ROW(F_WORD_NAME_BEHIND, "word+name behind")                                          \
    ROW(F_WORD_NEXT, "word+next")                                                        \
    ROW(F_WORD_VERB_BEHIND, "word+verb behind")                                          \
    ROW(F_WORD_BARE, "word+bare")                                                        \
    ROW(F_WORD_IN_TITLE, "word+in title")                                                \
    ROW(F_WORD_TITLE_HEAD, "word+title head")                                            \
    ROW(F_UNIT, "unit")                                                                  \
    ROW(F_WORD_UNIT, "word+unit")                                                        \
    ROW(F_DECIDED, "decided before")                                                     \
    ROW(F_WORD_DECIDED, "word+decided before")

#define TEMPLATE_ID(id, name) id,
#define TEMPLATE_NAME(id, name) name,
enum template { F_NONE, TEMPLATES(TEMPLATE_ID) };
static const char *const template_names[] = {"", TEMPLATES(TEMPLATE_NAME)};

// A value of a feature, hashed once for all the features that it goes into.
struct value {
    struct span text;
    uint32_t hash;
};

struct view { // one candidate in its clause
    const struct trigger_rules *rules;
    const struct passage *p;
    const struct hit *hit;
    const struct clause *clause;
    struct features *out;
    struct value word;
    struct phrase object;
    const struct word *head; // the last word of the object's noun, or NULL
    struct range subject;    // before the verb, adverbs taken off
};

static const struct value nothing;

static struct value value_of(struct span text)
{
    return (struct value){text, rules_hash(text)};
}

static void put(struct view *v, enum template template, struct value a, struct value b)
{
    struct features *out = v->out;
    if (out->n == TRIGGER_FEATURES) return;
    if (out->names)
        out->names[out->n] =
            (struct feature_name){template_names[template], a.text, b.text};
    uint32_t hash = ((uint32_t) template * 0x9E3779B1u + a.hash) * 0x85EBCA6Bu;
    out->hash[out->n++] = ((hash ^ hash >> 15) + b.hash) * 0xC2B2AE35u;
}

// A feature alone and together with the word.
static void both(struct view *v, enum template template, enum template with_word,
                 struct value a)
{
    put(v, template, a, nothing);
    put(v, with_word, v->word, a);
}

#define SPAN_OF(literal)                                                                 \
    {                                                                                    \
        "" literal, sizeof(literal) - 1                                                  \
    } // in a static table

static const struct span bucket_names[] = {
    SPAN_OF("0"),   SPAN_OF("1"),    SPAN_OF("2"),     SPAN_OF("3-4"),
    SPAN_OF("5-7"), SPAN_OF("8-12"), SPAN_OF("13-20"), SPAN_OF(">20")};

static struct value bucket(uint32_t n)
{
    static const uint32_t above[] = {0, 1, 2, 4, 7, 12, 20};
    size_t i = 0;
    while (i < sizeof above / sizeof above[0] && n > above[i])
        i++;
    return value_of(bucket_names[i]);
}

// What stands at a letter: the letter, or the kind of the mention that covers it.
static struct span token_text(const struct view *v, int64_t i)
{
    static const struct span types[] = {SPAN_OF("<PER>"), SPAN_OF("<ORG>"),
                                        SPAN_OF("<LOC>")};
    const struct passage *p = v->p;
    if (i < v->clause->from) return SPAN("<");
    if (i >= v->clause->to) return SPAN(">");
    uint32_t mention = p->letters.at[i].mention;
    if (mention != NONE) return types[p->mentions->mentions.at[mention].type];
    if (clause_is_number(p->letters.at[i].c)) return SPAN("0");
    return clause_text(p, (uint32_t)i, (uint32_t)i + 1);
}

static struct value token(const struct view *v, int64_t i)
{
    return value_of(token_text(v, i));
}

// The mark that ends a clause; "" at the paragraph's end.
static struct value mark_of(const struct passage *p, const struct clause *clause)
{
    return clause->to < p->letters.n
               ? value_of(clause_text(p, clause->to, clause->to + 1))
               : nothing;
}

static bool is_letter(struct value token)
{
    return token.text.n == 3;
}

static void neighbours(struct view *v)
{
    int64_t a = v->hit->from, b = v->hit->to;
    struct value left2 = token(v, a - 2), left = token(v, a - 1), right = token(v, b),
                 right2 = token(v, b + 1);
    put(v, F_WORD, v->word, nothing);
    both(v, F_LEFT, F_WORD_LEFT, left);
    put(v, F_LEFT2, left2, left);
    both(v, F_RIGHT, F_WORD_RIGHT, right);
    put(v, F_RIGHT2, right, right2);
    put(v, F_AROUND, left, right);
    if (b + 1 < v->clause->to && is_letter(right) && is_letter(right2))
        put(v, F_WORD_RIGHT2, v->word,
            value_of(clause_text(v->p, (uint32_t)b, (uint32_t)b + 2)));
    if (a - 2 >= (int64_t)v->clause->from && is_letter(left2) && is_letter(left))
        put(v, F_WORD_LEFT2, v->word,
            value_of(clause_text(v->p, (uint32_t)a - 2, (uint32_t)a)));
    struct value mark = mark_of(v->p, v->clause);
    put(v, F_MARK, mark, nothing);
    if (b == v->clause->to) both(v, F_LAST, F_WORD_LAST, mark);
}

// The lowest class among bits.
static struct value class_of(const struct view *v, uint64_t bits)
{
    size_t i = rules_first_class(bits);
    return (struct value){rules_class_name(v->rules->rules, i),
                          rules_class_hash(v->rules->rules, i)};
}

static void put_classes(struct view *v, enum template name, enum template with_word,
                        uint64_t bits)
{
    for (; bits; bits &= bits - 1) {
        struct value class = class_of(v, bits);
        put(v, name, class, nothing);
        if (with_word != F_NONE) put(v, with_word, v->word, class);
    }
}

static struct value word_of(const struct word *word)
{
    return (struct value){word->text, word->hash};
}

// Candidates and class words before the verb in its clause, and its subject.
static void before(struct view *v)
{
    const struct passage *p = v->p;
    struct range range = {v->clause->from, v->hit->from};
    put_classes(v, F_BEFORE, F_NONE, phrase_words(p, range));
    size_t h = (size_t)(v->hit - p->hits.at);
    const struct hit *last =
        h > 0 && p->hits.at[h - 1].from >= range.from ? v->hit - 1 : NULL;
    if (last) {
        put_classes(v, F_PREVIOUS, F_WORD_PREVIOUS, last->word->classes);
        if (last->word->types)
            both(v, F_VERB_BEFORE, F_WORD_VERB_BEFORE, word_of(last->word));
    }
    put(v, F_DEPTH, bucket(range.to - range.from), nothing);
    while (v->hit > p->hits.at && last && last->from >= range.from &&
           last->to == range.to && last->word->classes & v->rules->classes.aspect) {
        range.to = last->from;
        last = last > p->hits.at ? last - 1 : NULL;
    }
    v->subject = range;
    if (range.to == v->hit->from || range.from == range.to) return;
    put(v, F_SUBJECT_END, token(v, (int64_t)range.to - 2),
        token(v, (int64_t)range.to - 1));
    put(v, F_WORD_SUBJECT_END, v->word, token(v, (int64_t)range.to - 1));
}

// Modality and negation of the sentence so far.
static void sentence(struct view *v)
{
    const struct passage *p = v->p;
    uint32_t first = v->p->letters.at[v->hit->from].clause;
    uint64_t wanted = v->rules->classes.modal | v->rules->classes.negation;
    for (int back = 0; back < 3 && first > 0; back++, first--) {
        const struct clause *clause = &p->clauses.at[first - 1];
        if (clause->sentence != v->clause->sentence) break;
        struct range range = {clause->from, clause->to};
        put_classes(v, F_SENTENCE, F_NONE, phrase_words(p, range) & wanted);
        if (back == 0)
            put(v, F_CLAUSE_BEFORE, token(v, (int64_t)clause->from),
                clause->to > clause->from ? mark_of(p, clause) : nothing);
    }
}

static void names_before(struct view *v)
{
    int64_t i = v->hit->from;
    while (i > v->clause->from && v->p->letters.at[i - 1].mention == NONE)
        i--;
    if (i == v->clause->from) {
        both(v, F_NO_NAME_BEFORE, F_WORD_NO_NAME_BEFORE, nothing);
        return;
    }
    both(v, F_NAME_BEFORE, F_WORD_NAME_BEFORE, token(v, i - 1));
    put(v, F_NAME_DISTANCE, token(v, i - 1), bucket((uint32_t)(v->hit->from - i)));
}

// The last n letters of the object, as text.
static struct value tail(const struct view *v, uint32_t n)
{
    struct range noun = v->object.noun;
    if (noun.to - noun.from < n) return nothing;
    return value_of(clause_text(v->p, noun.to - n, noun.to));
}

static struct value opening(const struct view *v, uint32_t i)
{
    uint32_t c = v->p->letters.at[i].c;
    if (v->p->letters.at[i].mention != NONE || c == 0x300A || c == 0x201C) // 《 “
        return token(v, i);
    return value_of(clause_is_number(c) ? SPAN("0") : SPAN("-"));
}

static void count(struct view *v)
{
    const struct phrase *object = &v->object;
    if (object->count.from == object->count.to) {
        both(v, F_NO_COUNT, F_WORD_NO_COUNT, nothing);
        return;
    }
    struct span kind = object->measured  ? SPAN("measure")
                       : object->leading ? SPAN("leading")
                                         : SPAN("trailing");
    both(v, F_COUNT, F_WORD_COUNT, value_of(kind));
    if (object->unit) both(v, F_UNIT, F_WORD_UNIT, word_of(object->unit->word));
}

static void object(struct view *v)
{
    const struct passage *p = v->p;
    struct range rest = {v->hit->to, v->clause->to};
    v->object = phrase_read(p, &v->rules->classes, rest);
    struct range noun = v->object.noun;
    put(v, F_OBJECT_LENGTH, bucket(noun.to - noun.from), nothing);
    if (noun.from == noun.to) return;
    count(v);
    both(v, F_OBJECT_OPENS, F_WORD_OBJECT_OPENS, opening(v, noun.from));
    both(v, F_OBJECT_ENDS, F_WORD_OBJECT_ENDS, tail(v, 1));
    both(v, F_OBJECT_ENDS_2, F_WORD_OBJECT_ENDS_2, tail(v, 2));
    put(v, F_OBJECT_ENDS_3, tail(v, 3), nothing);
    both(v, F_OBJECT_LAST, F_WORD_OBJECT_LAST, token(v, (int64_t)noun.to - 1));
    v->head = rules_last(v->rules->rules, clause_text(p, noun.from, noun.to));
    if (v->head) put_classes(v, F_HEAD, F_WORD_HEAD, v->head->classes);
    put_classes(v, F_OBJECT_HOLDS, F_NONE, phrase_words(p, rest));
}

// 的, names, quotes and further candidates behind the verb.
static void after(struct view *v)
{
    const struct passage *p = v->p;
    bool quote = false, title = false;
    uint32_t name = NONE;
    for (uint32_t i = v->hit->to; i < v->clause->to; i++) {
        const struct letter *letter = &p->letters.at[i];
        quote |= (letter->zone & ZONE_QUOTE) != 0;
        title |= (letter->zone & ZONE_TITLE) != 0;
        if (name == NONE && letter->mention != NONE) name = i;
        if (letter->c == 0x7684 && letter->zone == 0) // 的
            both(v, F_OF, F_WORD_OF, bucket(i - v->hit->to));
    }
    if (quote) both(v, F_QUOTE, F_WORD_QUOTE, nothing);
    if (title) both(v, F_BOOK_TITLE, F_WORD_BOOK_TITLE, nothing);
    if (name != NONE) both(v, F_NAME_BEHIND, F_WORD_NAME_BEHIND, token(v, name));
    size_t h = (size_t)(v->hit - p->hits.at) + 1;
    if (h < p->hits.n && p->hits.at[h].from < v->clause->to) {
        const struct hit *next = &p->hits.at[h];
        put_classes(v, F_NEXT, F_WORD_NEXT, next->word->classes);
        if (next->word->types)
            both(v, F_VERB_BEHIND, F_WORD_VERB_BEHIND, word_of(next->word));
    }
}

// True where the clause binds the verb: modality, negation or habit before it, or a 的
// soon behind it (印发的《…》).
static bool bound(const struct view *v)
{
    enum { SOON = 8 };
    const struct classes *classes = &v->rules->classes;
    uint64_t binding = classes->modal | classes->negation | classes->habit;
    struct range left = {v->clause->from, v->hit->from};
    if (phrase_words(v->p, left) & binding) return true;
    uint32_t limit =
        v->hit->to + SOON < v->clause->to ? v->hit->to + SOON : v->clause->to;
    for (uint32_t i = v->hit->to; i < limit; i++)
        if (v->p->letters.at[i].c == 0x7684 && v->p->letters.at[i].zone == 0) return true;
    return false;
}

// The clause as a whole, for what single features cannot say together.
static void pattern(struct view *v)
{
    static const struct span kinds[] = {
        SPAN_OF("plain"), SPAN_OF("plain count"), SPAN_OF("plain measure"),
        SPAN_OF("bound"), SPAN_OF("bound count"), SPAN_OF("bound measure")};
    const struct phrase *object = &v->object;
    struct range noun = object->noun;
    bool counted = object->count.from < object->count.to;
    struct value kind =
        value_of(kinds[(bound(v) ? 3 : 0) + (counted ? (object->measured ? 2 : 1) : 0)]);
    if (noun.from == noun.to) {
        both(v, F_BARE, F_WORD_BARE, kind);
        return;
    }
    uint64_t bits = v->head ? v->head->classes & v->rules->classes.heads : 0;
    for (; bits; bits &= bits - 1)
        put(v, F_PATTERN, kind, class_of(v, bits));
    put(v, F_WORD_PATTERN, v->word, kind);
    put(v, F_PATTERN_OPENS, kind, opening(v, noun.from));
}

// What the candidate before it in its sentence was taken for.
static void decided(struct view *v)
{
    const struct trigger *before = &v->out->before;
    if (!before->hit) return;
    const struct clause *its =
        &v->p->clauses.at[v->p->letters.at[before->hit->from].clause];
    if (its->sentence != v->clause->sentence) return;
    struct value type =
        value_of(before->type == TRIGGER_NONE ? SPAN("none")
                                              : span_of(event_type_names[before->type]));
    both(v, F_DECIDED, F_WORD_DECIDED, type);
    put(v, F_DECIDED, type,
        value_of(its == v->clause ? SPAN("same clause") : SPAN("clause before")));
}

static void put_scene(struct view *v, const struct scene *scene)
{
    if (scene->planned) put(v, F_PLANNED, nothing, nothing);
    uint32_t number = v->clause->sentence;
    put(v, F_SENTENCE_NUMBER, bucket(number),
        scene->first ? value_of(SPAN("first")) : nothing);
    if (trigger_in_title(scene, v->word.text))
        both(v, F_IN_TITLE, F_WORD_IN_TITLE, nothing);
    if (scene->title_head)
        put_classes(v, F_TITLE_HEAD, F_WORD_TITLE_HEAD, scene->title_head->classes);
    uint8_t zone = v->p->letters.at[v->hit->from].zone;
    if (zone & ZONE_BRACKET) put(v, F_IN_BRACKETS, nothing, nothing);
}

void trigger_features(const struct trigger_rules *rules, const struct scene *scene,
                      const struct passage *p, const struct hit *hit,
                      struct features *features)
{
    struct view view = {.rules = rules,
                        .p = p,
                        .hit = hit,
                        .clause = &p->clauses.at[p->letters.at[hit->from].clause],
                        .out = features,
                        .word = word_of(hit->word)};
    features->n = 0;
    put(&view, F_BIAS, nothing, nothing);
    neighbours(&view);
    before(&view);
    sentence(&view);
    names_before(&view);
    object(&view);
    after(&view);
    pattern(&view);
    decided(&view);
    put_scene(&view, scene);
}
