// What is said, in the language that this script is joined for: service/embed.py puts a text's
// translation in the place of each `_("...")`.

export const LANGUAGE = _("en-GB"); // the tag of that language, for dates and numbers

// A text with something in the place of its {0}: an element, say.
export const around = (text, value) => text.split("{0}").flatMap((part, at) => (at ? [value, part] : part));

export const fill = (text, ...values) => text.replace(/{(\d)}/g, (_, at) => values[at]);
