type Version = readonly [major: number, minor: number, patch: number];

/** The three numbers of a release's tag, such as v1.2.3; undefined for any other, a pre-release too. */
export function parseVersion(tag: string): Version | undefined {
  const [, major, minor, patch] = /^v(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$/.exec(tag) ?? [];
  return major === undefined ? undefined : [Number(major), Number(minor), Number(patch)];
}

/** The newest release among tags that has the same major version; undefined where none is a release. */
export function newestOf(major: number, tags: readonly string[]): string | undefined {
  const releases = tags.flatMap(tag => {
    const version = parseVersion(tag);
    return version?.[0] === major ? [{ tag, version }] : [];
  });
  return releases.toSorted((a, b) => compare(b.version, a.version))[0]?.tag;
}

function compare(a: Version, b: Version): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}
