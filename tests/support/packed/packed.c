#include "tests/support/packed/packed.h"

Qd__Return *packed_sample(struct arena *arena)
{
    Qd__Return *returned = written_return(arena, "2024-25 Q4");

    written_cells(arena, &returned->header->base, "as_at_date=2025-01-16 note=revised");
    written_row(arena, returned, FORM_TIMELINESS,
                "plans_issued=380 plans_issued_ex=x requests_received=10000000 assessments=z");
    written_rest_is_x(arena, &returned->timeliness->base);
    written_placement(arena, returned, "setting=total plans=105");
    written_placement(arena, returned,
                      "setting=special_independent plans=5 urn=100049 provider_name=Elm_House "
                      "fee_basis=annual weeks_a_year=38 annual_cost=315000.50 sourcing=spot");
    written_placement(arena, returned, "setting=mainstream_academy plans=100");
    written_transport(arena, returned, "gross_expenditure=1000000000 children=30");
    written_row(arena, returned, FORM_EXPLANATIONS, "rule=QD-R03 explanation=as_published");
    return returned;
}

struct packed packed_of(struct arena *arena, const Qd__Return *returned)
{
    struct packed packed;

    assert_int_equal(ERR_OK, codec_pack_return(returned, arena, &packed.bytes, &packed.size, NULL));
    return packed;
}

enum err packed_read(struct arena *arena, const void *bytes, size_t size, struct err_text *text)
{
    Qd__Return *returned;
    enum err error = codec_unpack_return(&returned, arena, bytes, size, text);

    assert_int_equal(error == ERR_OK, returned != NULL);
    return error;
}
