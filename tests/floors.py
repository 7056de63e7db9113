#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares scores with their floors: floors.py FLOORS.json SCORES.json; a line per floor."""
import json, sys

floors, scores = (json.load(open(name, encoding="utf8")) for name in sys.argv[1:3])
for name, floor in floors.items():
    score = scores[name]
    value = score["f1"] if isinstance(score, dict) else score
    print(f"{name:16} {value:.4f} (floor {floor:.4f}) {'ok' if value >= floor else 'FAILED'}")
