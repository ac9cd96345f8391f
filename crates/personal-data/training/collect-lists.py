#!/usr/bin/env python3
"""Makes the word and name lists in lists/ from packages with free licences.

usage: collect-lists.py FOLDER
FOLDER holds the unpacked packages, in the versions that README.md here names:
  jieba/      jieba 0.42.1 (dict.txt)
  faker/      Faker 40.54.0
  opencc/     opencc-python-reimplemented 0.1.7
  names/      names 0.3.0 (the files of the US Census Bureau)
  scowl/      american-english-small, american-english of Debian's wamerican packages
Only needed when the lists shall change: `train` reads what lies in lists/.
"""
import importlib, os, re, sys, unicodedata

source = sys.argv[1]
target = os.path.join(os.path.dirname(os.path.abspath(__file__)), "lists")
HAN = re.compile(r"[\u3400-\u9fff]+$")


def write(name, lines):
    with open(os.path.join(target, name), "w", encoding="utf-8") as out:
        out.writelines(line + "\n" for line in lines)
    print(name, len(lines))


# One Simplified character for each Traditional one.
fold = {}
for line in open(os.path.join(source, "opencc/TSCharacters.txt"), encoding="utf-8"):
    traditional, simplified = line.rstrip("\n").split("\t")
    first = simplified.split(" ")[0]
    if len(traditional) == 1 and len(first) == 1 and traditional != first and ord(first) < 0xA000:
        fold[traditional] = first
write("fold.txt", sorted(k + v for k, v in fold.items() if ord(k) < 0xA000))
plain = lambda word: "".join(fold.get(c, c) for c in word)

# Chinese surnames with their share among the people of Taiwan, and given names.
sys.path.insert(0, os.path.join(source, "faker"))
provider = lambda code: importlib.import_module("faker.providers.person." + code).Provider
weigh = lambda names: names.items() if isinstance(names, dict) else ((n, 1) for n in names)
taiwan, china = provider("zh_TW"), provider("zh_CN")
surnames = {}
for origin, scale in ((china, 0.0005), (taiwan, 1.0)):
    for name, weight in weigh(origin.last_names):
        if HAN.match(name) and len(name) <= 2:
            surnames[name] = max(surnames.get(name, 0), weight * scale)
write("surnames.txt", [f"{n}\t{w:.4f}" for n, w in sorted(surnames.items(), key=lambda x: (-x[1], x[0]))])
given = {}
for origin, scale in ((china, 0.02), (taiwan, 1.0)):
    for names in (origin.first_names_female, origin.first_names_male):
        for name, weight in weigh(names):
            if HAN.match(name):
                given[name] = max(given.get(name, 0), weight * scale)
write("given-names.txt", [f"{n}\t{w:.4f}" for n, w in sorted(given.items(), key=lambda x: (-x[1], x[0]))])
japan = provider("ja_JP")
write("japanese.txt", sorted({"last\t" + n for n, _ in weigh(japan.last_names) if HAN.match(n)}
                             | {"first\t" + n for n in japan.first_names if HAN.match(n)}))

# Chinese words and names, in Simplified characters.
simple_surnames = {plain(n) for n in surnames}
words, people = [], []
for line in open(os.path.join(source, "jieba/dict.txt"), encoding="utf-8"):
    word, count, tag = line.split()
    word, count = plain(word), int(count)
    if not HAN.match(word) or len(word) < 2:
        continue
    if tag.startswith("nr"):
        if word[0] in "一二三四五六七八九十百千万两几第大小不这那上下" or len(word) > 7:
            continue
        chinese = len(word) in (2, 3) and word[0] in simple_surnames or len(word) == 4 and word[:2] in simple_surnames
        if tag == "nrt":
            if len(word) >= 2 and not chinese:
                people.append(f"t\t{word}\t{count}")
        elif chinese:
            people.append(f"c\t{word}\t{count}")
        elif len(word) in (2, 3):
            # Courtesy names, nicknames and names in novels.
            people.append(f"o\t{word}\t{count}")
        continue
    if len(word) > 5 or count < 5 and len(word) > 2 and tag not in ("ns", "nt", "nz"):
        continue
    size = 0 if count < 10 else 1 if count < 100 else 2 if count < 1000 else 3
    words.append(f"{word}\t{size}")
write("han-words.txt", sorted(set(words)))
write("han-people.txt", sorted(set(people)))

# Names in Latin letters, with the region that writes them so.
def bare(word):
    flat = unicodedata.normalize("NFD", word.replace("Đ", "D").replace("đ", "d").replace("ł", "l").replace("Ł", "L").replace("ø", "o").replace("ß", "ss"))
    return "".join(c for c in flat if not unicodedata.combining(c))

LATIN = re.compile(r"[A-Z][A-Za-z'\u00c0-\u024f\u1e00-\u1eff-]+$")
first, last = {}, {}
def add(names, into, region):
    for name in names:
        for word in name.split():
            if LATIN.match(word):
                into.setdefault(word, set()).add(region)

for code, region in (("vi_VN", "vn"), ("id_ID", "id"), ("en_TH", "th"), ("en_IN", "in"), ("es_MX", "es"), ("es_ES", "es"),
                     ("fr_FR", "eu"), ("de_DE", "eu"), ("it_IT", "eu"), ("pl_PL", "eu"), ("pt_BR", "es"), ("tr_TR", "tr"),
                     ("nl_NL", "eu"), ("en_NG", "ng"), ("en_GB", "us"), ("en_US", "us"), ("cs_CZ", "eu"), ("sv_SE", "eu"),
                     ("hu_HU", "eu"), ("ro_RO", "eu"), ("en_KE", "ng"), ("ha_NG", "ng")):
    origin = provider(code)
    add([n for n, _ in weigh(origin.first_names)], first, region)
    surnames_there = getattr(origin, "last_names", ())
    if code == "pl_PL":
        surnames_there = list(surnames_there)[:600]
    add([n for n, _ in weigh(surnames_there)], last, region)
vietnam = provider("vi_VN")
add(vietnam.middle_names, first, "vn")
add(japan.first_romanized_names, first, "jp")
add(japan.last_romanized_names, last, "jp")
add([n for n, _ in weigh(taiwan.first_romanized_names)], first, "tw")
add([n for n, _ in weigh(taiwan.last_romanized_names)], last, "tw")
add([n.title() for n, _ in weigh(china.first_romanized_names)], first, "cn")
add([n.title() for n, _ in weigh(china.last_romanized_names)], last, "cn")
census = lambda file: [line.split()[0].title() for line in open(os.path.join(source, "names", file))]
add(census("dist.female.first")[:3000] + census("dist.male.first"), first, "us")
add(census("dist.all.last")[:20000], last, "us")
write("latin-first.txt", sorted(f"{n}\t{' '.join(sorted(r))}" for n, r in first.items()))
write("latin-last.txt", sorted(f"{n}\t{' '.join(sorted(r))}" for n, r in last.items()))

# English words by how common they are; capitalised ones are names of things and people.
seen, english = set(), []
for level, file in ((0, "american-english-small"), (1, "american-english")):
    for word in open(os.path.join(source, "scowl", file), encoding="utf-8"):
        word = word.strip()
        if "'" not in word and len(word) > 1 and word not in seen:
            seen.add(word)
            english.append(f"{bare(word)}\t{level}")
write("english-words.txt", sorted(set(english)))
