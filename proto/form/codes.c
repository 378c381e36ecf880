#include "proto/form/codes.h"

#include "proto/form/boroughs.h"
#include "proto/form/form.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

// DfE's labels where DfE has one: "Type of placement" in its table of needs by placement, and its
// names of the needs.
static const struct {
    const ProtobufCEnumDescriptor *codes;
    int value;
    const char *label;
} labels[] = {
// clang-format off
#define ABSENCE(value) &qd__absence__descriptor, QD__ABSENCE__##value
    {ABSENCE(NOT_AVAILABLE), "Not available (x)"},
    {ABSENCE(NOT_APPLICABLE), "Not applicable (z)"},
    {ABSENCE(NOT_YET_KNOWN), "Not yet known"},
    {ABSENCE(NOT_COLLECTED), "Not collected"},

#define PERIOD_KIND(value) &qd__period_kind__descriptor, QD__PERIOD_KIND__##value
    {PERIOD_KIND(CALENDAR_YEAR), "Calendar year"},
    {PERIOD_KIND(FINANCIAL_YEAR), "Financial year"},
    {PERIOD_KIND(FINANCIAL_QUARTER), "Quarter of a financial year"},

#define YES_NO(value) &qd__yes_no__descriptor, QD__YES_NO__##value
    {YES_NO(YES), "Yes"},
    {YES_NO(NO), "No"},

#define SETTING(value) &qd__setting__descriptor, QD__SETTING__##value
    {SETTING(TOTAL), "All EHC plans"},
    {SETTING(MAINSTREAM_LA_MAINTAINED), "Mainstream - LA maintained"},
    {SETTING(MAINSTREAM_LA_MAINTAINED_RESOURCED_PROVISION),
     "Mainstream - LA maintained (resourced provision)"},
    {SETTING(MAINSTREAM_LA_MAINTAINED_SENUNIT), "Mainstream - LA maintained (SEN unit)"},
    {SETTING(MAINSTREAM_ACADEMY), "Mainstream - academy"},
    {SETTING(MAINSTREAM_ACADEMY_RESOURCED_PROVISION), "Mainstream - academy (resourced provision)"},
    {SETTING(MAINSTREAM_ACADEMY_SENUNIT), "Mainstream - academy (SEN unit)"},
    {SETTING(MAINSTREAM_FREE_SCHOOL), "Mainstream - free school"},
    {SETTING(MAINSTREAM_FREE_SCHOOL_RESOURCED_PROVISION),
     "Mainstream - free school (resourced provision)"},
    {SETTING(MAINSTREAM_FREE_SCHOOL_SENUNIT), "Mainstream - free school (SEN unit)"},
    {SETTING(MAINSTREAM_INDEPENDENT), "Mainstream - independent"},
    {SETTING(SPECIAL_LA_MAINTAINED), "Special - LA maintained"},
    {SETTING(SPECIAL_ACADEMY_FREE), "Special - Academy/free schools"},
    {SETTING(SPECIAL_INDEPENDENT), "Special - independent"},
    {SETTING(SPECIAL_NON_MAINTAINED), "Special - non-maintained"},
    {SETTING(AP_PRU_ACADEMY), "AP/PRU - academy"},
    {SETTING(AP_PRU_FREE_SCHOOL), "AP/PRU - free school"},
    {SETTING(AP_PRU_LA_MAINTAINED), "AP/PRU - LA maintained"},
    {SETTING(GENERAL_FE_TERTIARY_COLLEGES), "FE - general FE and tertiary colleges"},
    {SETTING(SPECIALIST_POST_16_INSTITUTIONS), "FE - specialist post-16 institutions"},
    {SETTING(UKRLP_PROVIDER), "FE - UKRLP provider"},
    {SETTING(ELECTIVE_HOME_EDUCATION), "Educated elsewhere - elective home education"},
    {SETTING(OTHER_ARRANGEMENTS_LA), "Educated elsewhere - other arrangements by LA"},
    {SETTING(OTHER_ARRANGEMENTS_PARENTS), "Educated elsewhere - other arrangements by parents"},
    {SETTING(ONLINE_PROVIDER), "Educated elsewhere - online provider"},
    {SETTING(W_SETTINGS), "Educated elsewhere - Welsh establishment"},
    {SETTING(OTHER_SCHOOLS), "Educated elsewhere - other schools and establishments"},
    {SETTING(OTHER_PLACEMENT_SETTINGS), "Educated elsewhere - other placement settings"},
    {SETTING(NEET), "Educated elsewhere - NEET"},
    {SETTING(NEET_NTCI),
     "Educated elsewhere - not in education or training (notice to cease issued)"},
    {SETTING(NEET_OTHER), "Educated elsewhere - not in education or training (other)"},
    {SETTING(NEET_OTHER_CSA),
     "Educated elsewhere - not in education or training (compulsory school age)"},
    {SETTING(NM_EARLY_YEARS), "Non-maintained early years"},
    {SETTING(PLACEMENT_UNKNOWN), "Placement not recorded"},
    {SETTING(AWAIT_PROV_2022), "Awaiting provision (up to 2022)"},
    {SETTING(PERM_EX_2022), "Permanently excluded (up to 2022)"},

#define NEED(value) &qd__need__descriptor, QD__NEED__##value
    {NEED(SPLD), "Specific learning difficulty"},
    {NEED(MLD), "Moderate learning difficulty"},
    {NEED(SLD), "Severe learning difficulty"},
    {NEED(PMLD), "Profound and multiple learning difficulty"},
    {NEED(SEMH), "Social, emotional and mental health"},
    {NEED(SLCN), "Speech, language and communication needs"},
    {NEED(HI), "Hearing impairment"},
    {NEED(VI), "Vision impairment"},
    {NEED(MSI), "Multi-sensory impairment"},
    {NEED(PD), "Physical disability"},
    {NEED(ASD), "Autistic spectrum disorder"},
    {NEED(DS), "Down syndrome"},
    {NEED(OTH), "Other difficulty or disability"},
    {NEED(NEED_NOT_RECORDED), "Need not recorded"},
    {NEED(NEED_NOT_KNOWN), "Not broken down by need"},

#define PHASE(value) &qd__phase__descriptor, QD__PHASE__##value
    {PHASE(EARLY_YEARS), "Early years"},
    {PHASE(PRIMARY), "Primary"},
    {PHASE(SECONDARY), "Secondary"},
    {PHASE(POST_16), "Post-16"},
    {PHASE(POST_19), "Post-19"},
    {PHASE(PHASE_NOT_KNOWN), "Not broken down by phase"},

#define RESIDENCE(value) &qd__residence__descriptor, QD__RESIDENCE__##value
    {RESIDENCE(DAY), "Day"},
    {RESIDENCE(WEEKLY_BOARDING), "Weekly boarding"},
    {RESIDENCE(RESIDENTIAL_38_WEEKS), "Residential, 38 to 51 weeks"},
    {RESIDENCE(RESIDENTIAL_52_WEEKS), "Residential, 52 weeks"},
    {RESIDENCE(RESIDENCE_NOT_KNOWN), "Not broken down by residence"},

#define LOCATION(value) &qd__location__descriptor, QD__LOCATION__##value
    {LOCATION(IN_BOROUGH), "In the borough"},
    {LOCATION(OUT_OF_BOROUGH), "Out of the borough"},
    {LOCATION(LOCATION_NOT_KNOWN), "Not broken down by location"},

#define FEE_BASIS(value) &qd__fee_basis__descriptor, QD__FEE_BASIS__##value
    {FEE_BASIS(ANNUAL), "By the year"},
    {FEE_BASIS(TERMLY), "By the term"},
    {FEE_BASIS(WEEKLY), "By the week"},
    {FEE_BASIS(DAILY), "By the day"},

#define SOURCING(value) &qd__sourcing__descriptor, QD__SOURCING__##value
    {SOURCING(FRAMEWORK), "Framework"},
    {SOURCING(DYNAMIC_PURCHASING_SYSTEM), "Dynamic purchasing system"},
    {SOURCING(BLOCK), "Block contract"},
    {SOURCING(SPOT), "Spot purchase"},

#define MODE(value) &qd__transport_mode__descriptor, QD__TRANSPORT_MODE__##value
    {MODE(PUBLIC_TRANSPORT), "Public transport"},
    {MODE(INDEPENDENT_TRAVEL_TRAINING), "Independent travel training"},
    {MODE(MILEAGE_ALLOWANCE), "Mileage allowance"},
    {MODE(PERSONAL_TRAVEL_BUDGET), "Personal travel budget"},
    {MODE(MINIBUS_IN_HOUSE), "Minibus of the borough's own fleet"},
    {MODE(MINIBUS_CONTRACTED), "Minibus of a contractor"},
    {MODE(TAXI), "Taxi or private hire"},
    {MODE(TRANSPORT_MODE_NOT_KNOWN), "Not broken down by mode"},

#define LINE(value) &qd__section251_line__descriptor, QD__SECTION251_LINE__##value
    {LINE(LINE_2_1_4), "2.1.4 Home to school transport (pre 16): SEN transport expenditure"},
    {LINE(LINE_2_1_6), "2.1.6 Home to post-16 provision: SEN/LLDD transport expenditure (aged 16-18)"},
    {LINE(LINE_2_1_7), "2.1.7 Home to post-16 provision: SEN/LLDD transport expenditure (aged 19-25)"},
    {LINE(LINE_1_4_11), "1.4.11 SEN transport (charged to the dedicated schools grant)"},
    // clang-format on
};

const char *codes_label(const ProtobufCEnumDescriptor *codes, int value)
{
    if (codes == &qd__local_authority__descriptor) {
        const struct borough *borough = boroughs_of((Qd__LocalAuthority)value);

        return borough == NULL ? "" : borough->la_name;
    }
    for (size_t i = 0; i < sizeof labels / sizeof labels[0]; i++)
        if (labels[i].codes == codes && labels[i].value == value)
            return labels[i].label;
    return "";
}

// How long the enum's own name is in front of its value's: "TRANSPORT_MODE_" of TransportMode, or
// 0.
static size_t own_name_length(const ProtobufCEnumDescriptor *codes, const char *name)
{
    const char *at = name;

    for (const char *own = codes->short_name; *own != '\0'; own++) {
        if (own > codes->short_name && isupper((unsigned char)*own) && *at++ != '_')
            return 0;
        if (*at++ != toupper((unsigned char)*own))
            return 0;
    }
    return *at == '_' ? (size_t)(at + 1 - name) : 0;
}

// The value's name without its enum's, still in upper case.
static const char *bare_name(const ProtobufCEnumDescriptor *codes, const ProtobufCEnumValue *value)
{
    return value->name + own_name_length(codes, value->name);
}

int codes_write(const ProtobufCEnumDescriptor *codes, int value, char text[CODES_WRITTEN_BYTES])
{
    const ProtobufCEnumValue *found = protobuf_c_enum_descriptor_get_value(codes, value);

    text[0] = '\0';
    if (found == NULL)
        return 0;
    snprintf(text, CODES_WRITTEN_BYTES, "%s", bare_name(codes, found));
    if (codes != &qd__local_authority__descriptor)
        for (char *letter = text; *letter != '\0'; letter++)
            *letter = (char)tolower((unsigned char)*letter);
    return 1;
}

int codes_read(const ProtobufCEnumDescriptor *codes, const char *text, int *value)
{
    for (unsigned i = 0; i < codes->n_values; i++) {
        if (strcasecmp(text, bare_name(codes, &codes->values[i])) == 0) {
            *value = codes->values[i].value;
            return 1;
        }
    }
    return 0;
}

const char *codes_list(struct arena *arena, const ProtobufCEnumDescriptor *codes)
{
    size_t room = (size_t)codes->n_values * (CODES_WRITTEN_BYTES + 2), used = 0;
    char *list = arena_alloc(arena, room);

    if (list == NULL)
        return NULL;
    for (unsigned i = 0; i < codes->n_values; i++) {
        char code[CODES_WRITTEN_BYTES];

        codes_write(codes, codes->values[i].value, code);
        used += (size_t)snprintf(list + used, room - used, "%s%s", i == 0 ? "" : ", ", code);
    }
    return list;
}
