"""Characters of other scripts that readers take for Latin letters, by the letter.

Data, and no code but what spreads it out. From general knowledge of the Unicode charts. What
compatibility decomposition maps by itself (full width, mathematical, circled, superscript letters)
is not here, nor are digits and symbols, which mean a letter only in the company of letters
(`text.disguise`). A letter whose capital and small form look like different Latin letters stands
under both (Greek Ν and ν). The kinds of apostrophe, quotation mark and dash are here too.
"""

# Cyrillic, Greek, Coptic, Armenian; Latin letters with a stroke or a hook; IPA, small capitals and
# letters turned upside down; Cherokee, Lisu, Canadian syllabics; Chinese signs used as letters.
SCRIPTS: dict[str, tuple[str, ...]] = {
    "a": ("аΑαά", "ⱥꬰ", "ɑɐᴀɒ", "Ꭺꭺꓮᗅᗩ卂"),
    "ae": ("ӕ", "æǽǣ", "ᴁᴂ"),
    "b": ("вьВЬΒβБ", "ƀɓƃᵬᶀ", "ʙᴃ", "Ᏼᏼꓐᗷᗸ乃"),
    "c": ("сҫССⅭϲϹᴄⲥ", "ƈȼꞓꞔ", "ɕɔↄ", "Ꮯꮯꓚᑕᑢ匚"),
    "d": ("ԁԀ", "đɖɗƌᵭᶁ", "ᴅð", "Ꭰꭰꓓᗞᗪ刀"),
    "e": ("еєэЕЄЭΕεέҽ", "ɇⱸᶒ", "əǝɛɜɘᴇⴹ", "Ꭼꭼꓰᗴ乇"),
    "f": ("ғҒ", "ƒᵮᶂꝼ", "ꜰɟϝ", "ꓝᖴ千下"),
    "g": ("ԍԌցɡ", "ɠǥᶃ", "ɢɣ", "ᏀꮐꓖᘜᎶ"),
    "h": ("һҺНнңҢΗհ", "ħɦɧⱨ", "ʜɥ", "Ꮋꮋꓧᕼ卄"),
    "i": ("іІӀӏΙιίɩı", "ɨᵻᶖ", "ɪᴉ", "Ꭵꓲᓰ工"),
    "j": ("јЈյ", "ɉʝɟ", "ᴊȷ", "Ꭻꭻꓙᒍ"),
    "k": ("кКқҚҝҜҡΚκĸ", "ƙᶄꝁⱪ", "ᴋʞ", "Ꮶꮶꓗꓘᛕ"),
    "l": ("ⲓℓ", "łɫɭƚⱡꝉᶅ", "ʟɬɺ", "Ꮮꮮꓡᒪ乚"),
    "m": ("мМΜⅯ", "ɱᵯᶆ", "ᴍɯ", "Ꮇꮇꓟᗰ爪"),
    "n": ("ηήΝпиИոռղ", "ɲƞɳᵰᶇŋ", "ɴᴎ", "ꓠᑎ几"),
    "o": ("оОοόΟσօՕჿ", "øɵⱺ", "ᴏᴑ", "ꓳᝪ口ㄖ"),
    "oe": ("œɶ",),
    "p": ("рРРΡρῥҏ", "ƥᵽᶈ", "ᴘþƿ", "Ꮲꮲꓑᑭ尸"),
    "q": ("ԛԚզ", "ɋʠ", "ǫ", "ᑫ"),
    "r": ("гГяЯ", "ɍɽɾᵲᶉꞃ", "ʀɹʁᴙᴚ", "Ꮢꮢꓣᖇ尺"),
    "s": ("ѕЅՏ", "ʂȿᵴᶊ", "ꜱƨʃ", "Ꮪꮪꓢᔕ丂"),
    "t": ("тТҭτΤ", "ŧƭʈƫⱦᵵ", "ᴛʇ", "Ꭲꭲꓔ丅"),
    "u": ("µμυύսՍ", "ʉᵾᶙ", "ᴜʊ", "ꓴᑌㄩ凵"),
    "v": ("ѵѴν", "ʋⱱᶌ", "ᴠʌ", "Ꮩꮩꓦᐯ"),
    "w": ("ԝԜшщѡωώա", "ⱳ", "ᴡʍ", "Ꮃꮃꓪᗯ山"),
    "x": ("хХҳχΧ", "ᶍ", "", "ꓫ᙭乂ㄨ"),
    "y": ("уУүҮўΥϒγ", "ɏƴỿ", "ʏʎ", "ꓬ丫"),
    "z": ("ΖꓜᏃꮓ", "ƶȥɀⱬᵶᶎ", "ᴢʐʑ", "乙"),
    "'": ("’‘‛ʼʻ´ʹ",),
    '"': ("“”„‟",),
    "-": ("‐‑‒–—―−",),
}

# Blocks of letters in boxes and circles that do not decompose: each runs from A to Z.
ALPHABETS = (0x1F150, 0x1F170, 0x1F1E6)

LOOKALIKES: dict[str, str] = {
    character: letter
    for letter, groups in SCRIPTS.items()
    for group in groups
    for character in group
} | {chr(first + index): chr(ord("a") + index) for first in ALPHABETS for index in range(26)}
