// Asks DuckDB and polars what measure.py has on stdin, over the rows that they load first. Writes how many ms
// each question took, the median of its runs, as JSON.
import { DuckDBInstance } from "@duckdb/node-api";
import { readFileSync } from "node:fs";
import pl from "nodejs-polars";

const words = JSON.parse(readFileSync(0, "utf8"));
const file = (part) => `${words.rows}/${part}.csv`;

// After once unmeasured.
async function medians(ask) {
  const made = {};
  for (const [question, runs] of Object.entries(words.runs)) {
    const times = [];
    for (let turn = 0; turn <= runs; turn++) {
      const started = performance.now();
      await ask(question);
      if (turn > 0) times.push(performance.now() - started);
    }
    made[question] = times.sort((a, b) => a - b)[runs >> 1];
  }
  return made;
}

async function duckdb() {
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  for (const [part, columns] of Object.entries(words.parts)) {
    const types = columns.map((name) => `'${name}': '${words.texts.includes(name) ? "VARCHAR" : "BIGINT"}'`);
    await connection.run(
      `CREATE TABLE ${part} AS SELECT * FROM read_csv('${file(part)}', header = true, columns = {${types}})`);
  }
  return medians(async (question) => {
    for (const query of words.asked[question]) await connection.runAndReadAll(query);
  });
}

async function polars() {
  const tables = {};
  for (const part of Object.keys(words.parts)) {
    const dtypes = Object.fromEntries(
      words.parts[part].map((name) => [name, words.texts.includes(name) ? pl.Utf8 : pl.Int64]));
    tables[part] = pl.readCSV(file(part), { schema: dtypes });
  }
  const told = (part) =>
    part === "placements" || part === "new_plans"
      ? tables[part].lazy().filter(pl.col("setting").neq(pl.lit(1)))
      : tables[part].lazy();
  const collect = (frame) => frame.collectSync();
  const quarter = () => {
    const one = told("placements").filter(pl.col("period").eq(pl.lit("2024-25 Q4")));
    collect(one.groupBy(["la", "setting"]).agg(pl.col("plans").sum()));
    collect(one.groupBy(["la", "primary_need"]).agg(pl.col("plans").sum()));
    collect(one.groupBy(["setting"]).agg(pl.col("plans").sum(), pl.col("la").nUnique()));
  };
  const indicator = () => {
    const special = pl.when(pl.col("setting").gtEq(pl.lit(30)).and(pl.col("setting").ltEq(pl.lit(35))))
      .then(pl.col("plans")).otherwise(pl.lit(0)).alias("special");
    const placed = told("placements").withColumns(special);
    const shares = [pl.col("special").sum(), pl.col("plans").sum()];
    collect(placed.groupBy(["period", "la"]).agg(...shares));
    collect(placed.groupBy(["period"]).agg(...shares, pl.col("la").nUnique()));
  };
  const every = () => {
    for (const [part, columns] of Object.entries(words.parts)) {
      const figures = columns.filter((name) => !words.codes.includes(name));
      for (const by of [[], ...(words.breakdowns[part] ?? []).map((code) => [code])]) {
        const sums = (by.length === 0 ? figures : ["plans"]).map((name) => pl.col(name).sum());
        collect(told(part).groupBy(["period", "la", ...by]).agg(...sums));
        collect(told(part).groupBy(["period", ...by]).agg(...sums, pl.col("la").nUnique()));
      }
    }
  };
  return medians(async (question) => ({ quarter, indicator, tables: every })[question]());
}

console.log(JSON.stringify({ DuckDB: await duckdb(), polars: await polars() }));
