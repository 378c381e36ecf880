// An INSERT in a transaction of its own, answered after its log was flushed; sent without waiting for those
// before (libpq's pipeline).
#include "bench/load.h"
#include "bench/peers/peers.h"

#include <endian.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>

struct connection {
    PGconn *postgres;
    const char *bytes;
    size_t size;
    uint64_t first;     // of the ids, which are another collector's elsewhere
    uint64_t answered;  // answers come in the order of the questions
};

static int failed(PGconn *postgres)
{
    fprintf(stderr, "PostgreSQL: %s", PQerrorMessage(postgres));
    return -1;
}

static PGconn *dial(const char *port)
{
    char where[128];
    PGconn *postgres;

    (void)snprintf(where, sizeof where, "host=127.0.0.1 port=%s user=postgres dbname=postgres",
                   port);
    postgres = PQconnectdb(where);
    if (PQstatus(postgres) == CONNECTION_OK)
        return postgres;
    (void)failed(postgres);
    PQfinish(postgres);
    return NULL;
}

static int succeeded(PGresult *result)
{
    const ExecStatusType status = PQresultStatus(result);

    PQclear(result);
    return status == PGRES_COMMAND_OK;
}

static void link_close(void *context)
{
    struct connection *connection = context;

    if (connection == NULL)
        return;
    PQfinish(connection->postgres);
    free(connection);
}

static void *link_open(const struct bench_load *load, unsigned collector)
{
    struct connection *connection = calloc(1, sizeof *connection);

    if (connection == NULL)
        return NULL;
    *connection = (struct connection){.postgres = dial(load->endpoint),
                                      .bytes = (const char *)load->payload->bytes[collector],
                                      .size = load->payload->sizes[collector],
                                      .first = (uint64_t)collector << 40};
    if (connection->postgres != NULL &&
        succeeded(PQprepare(connection->postgres, "store",
                            "INSERT INTO returns VALUES ($1::int8, $2::bytea)", 2, NULL)) &&
        PQenterPipelineMode(connection->postgres) == 1 &&
        PQsetnonblocking(connection->postgres, 1) == 0)
        return connection;
    link_close(connection);
    return NULL;
}

static int link_post(void *context, uint64_t number)
{
    struct connection *connection = context;
    const uint64_t id = htobe64(connection->first + number);
    const char *const values[] = {(const char *)&id, connection->bytes};
    const int lengths[] = {sizeof id, (int)connection->size};
    const int formats[] = {1, 1};

    // What has not gone out yet goes out while an answer is waited for.
    if (PQflush(connection->postgres) == 1)
        return 0;
    if (PQsendQueryPrepared(connection->postgres, "store", 2, values, lengths, formats, 1) != 1 ||
        PQpipelineSync(connection->postgres) != 1)
        return failed(connection->postgres);
    return 1;
}

// A command's result, the end of the command, and the end of its transaction.
static int link_take(void *context, uint64_t *number)
{
    struct connection *connection = context;
    PGresult *result = PQgetResult(connection->postgres);
    ExecStatusType status;

    if (!succeeded(result) || PQgetResult(connection->postgres) != NULL)
        return failed(connection->postgres);
    result = PQgetResult(connection->postgres);
    status = PQresultStatus(result);
    PQclear(result);
    if (status != PGRES_PIPELINE_SYNC)
        return failed(connection->postgres);
    *number = connection->answered++;
    return 1;
}

// Not compressed: all returns of a collector are the same here, and real ones are not.
int postgres_prepare(const char *port)
{
    PGconn *postgres = dial(port);
    int made;

    if (postgres == NULL)
        return -1;
    made = succeeded(PQexec(postgres, "SET client_min_messages = error; "
                                      "DROP TABLE IF EXISTS returns; "
                                      "CREATE TABLE returns(id int8 PRIMARY KEY, body bytea); "
                                      "ALTER TABLE returns ALTER body SET STORAGE EXTERNAL"))
               ? 0
               : failed(postgres);
    PQfinish(postgres);
    return made;
}

const struct link link_postgres = {.name = "PostgreSQL",
                                   .open = link_open,
                                   .post = link_post,
                                   .take = link_take,
                                   .close = link_close};
