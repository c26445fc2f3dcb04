/** SQL of two triggers that refuse to change or remove a row of `table`. */
export function appendOnly(table: string): string {
  return ['UPDATE', 'DELETE']
    .map((verb) => `CREATE TRIGGER ${table}_no_${verb.toLowerCase()} BEFORE ${verb} ON ${table} BEGIN SELECT RAISE(ABORT, '${table} is append-only'); END;\n`)
    .join('')
}
