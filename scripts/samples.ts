/** Prometheus' exposition format: the value of each sample, by its name and labels as they are written. */
export function parseSamples(text: string): ReadonlyMap<string, number> {
  const lines = text.split('\n').filter(line => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map(line => {
      const end = line.lastIndexOf(' '); // labels may hold spaces
      return [line.slice(0, end), Number(line.slice(end + 1))];
    }),
  );
}
