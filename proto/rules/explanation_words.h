// What an officer wrote as an explanation: whether it can explain anything.
#ifndef QD_PROTO_RULES_EXPLANATION_WORDS_H
#define QD_PROTO_RULES_EXPLANATION_WORDS_H

// Whether there is a word in it that can say why. A sign for a figure cannot ("-", "x", "n/a", "tbc",
// not_yet_known), nor can words that only say that it is right, or where it was said (empty_words.def: "ok", "checked",
// "as discussed", "see above"). A word is two letters that stand together and differ, of whatever alphabet.
// What it says is for people to judge.
int explanation_words_say(const char *text);

#endif
