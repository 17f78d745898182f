/** Rows of cells as aligned columns. */
export function columns(rows: readonly (readonly string[])[]): string {
  const count = Math.max(0, ...rows.map(row => row.length));
  const widths = Array.from({ length: count }, (_, i) => Math.max(...rows.map(row => row[i]?.length ?? 0)));
  const line = (row: readonly string[]) => row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  ');
  return rows.map(row => line(row).trimEnd()).join('\n');
}
