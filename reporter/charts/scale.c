#include "reporter/charts/scale.h"

#include "lib/base/thousands.h"

#include <math.h>
#include <stdio.h>

// The smallest of 1, 2, 2.5 and 5 times a power of ten that is not below it.
static double round_step(double step)
{
    static const double steps[] = {1, 2, 2.5, 5, 10};
    const double power = pow(10, floor(log10(step)));

    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        if (step <= steps[i] * power * (1 + 1e-9))
            return steps[i] * power;
    return 10 * power;
}

struct scale scale_of(double lowest, double highest, int from_zero, int steps)
{
    struct scale scale = {.before = "", .behind = ""};
    double range;

    if (from_zero) {
        lowest = fmin(lowest, 0);
        highest = fmax(highest, 0);
    }
    range = highest - lowest;
    scale.step = round_step(range > 0 ? range / steps : fmax(fabs(highest), 1));
    scale.from = floor(lowest / scale.step + 1e-9) * scale.step;
    scale.to = ceil(highest / scale.step - 1e-9) * scale.step;
    if (!(scale.to > scale.from))
        scale.to = scale.from + scale.step;
    return scale;
}

struct scale scale_between(double from, double to, int steps)
{
    return (struct scale){
        .from = from, .to = to, .step = (to - from) / steps, .before = "", .behind = ""};
}

struct scale scale_placed(struct scale scale, double start, double end)
{
    scale.start = start;
    scale.end = end;
    return scale;
}

double scale_at(const struct scale *scale, double figure)
{
    const double range = scale->to - scale->from;

    if (!(range > 0))
        return (scale->start + scale->end) / 2;
    return scale->start + (figure - scale->from) / range * (scale->end - scale->start);
}

size_t scale_ticks(const struct scale *scale, double ticks[SCALE_TICKS_MAX])
{
    size_t count = 0;

    for (double tick = scale->from;
         tick <= scale->to + scale->step / 100 && count < SCALE_TICKS_MAX;
         tick = scale->from + (double)count * scale->step)
        ticks[count++] = fabs(tick) < scale->step / 1000 ? 0 : tick;
    return count;
}

// As many decimals as the step has.
static int decimals_of(double step)
{
    int decimals = 0;

    for (double left = step; decimals < 4 && fabs(left - round(left)) > 1e-6 * left; left *= 10)
        decimals++;
    return decimals;
}

const char *scale_label(const struct scale *scale, struct arena *arena, double tick)
{
    char text[THOUSANDS_BYTES];
    const int is_last = tick > scale->to - scale->step / 2;

    snprintf(text, sizeof text, "%.*f", decimals_of(scale->step), fabs(tick));
    thousands_group(text, sizeof text);
    return arena_printf(arena, "%s%s%s%s", tick < 0 ? "\xe2\x88\x92" : "", scale->before, text,
                        is_last ? scale->behind : "");
}
