// What an officer wrote as an explanation: whether it can explain anything.
#ifndef QD_PROTO_RULES_EXPLANATION_WORDS_H
#define QD_PROTO_RULES_EXPLANATION_WORDS_H

// Whether there is a word in it that is not only a sign for a figure: "-", "x", "n/a", "tbc" and
// not_yet_known say nothing of why. A word is two letters that stand together and differ, of whatever
// alphabet. What it says is for people to judge.
int explanation_words_say(const char *text);

#endif
