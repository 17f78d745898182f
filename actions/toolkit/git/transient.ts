// What servers, proxies and libcurl say of a failure that may be gone at the next try. Sources: git (remote-curl.c, send-pack.c),
// GitHub's "commit_refs" and "Internal Server Error", Gitea's and GitLab's hooks whose own API does not answer.
const transientWordings = [
  /(returned error:|HTTP|status:?) (408|425|429|5\d\d)\b/i,
  /rate limit/i,
  /too many requests/i,
  /fatal error in commit_refs/i,
  /internal server error/i,
  /(API is not accessible|internal API (is )?(unreachable|error)|unable to contact gitea)/i,
  /remote failed to report status/i,
  /early EOF/i,
  /unexpected disconnect/i,
  /hung up unexpectedly/i,
  /unexpected(ly)? (closed|end of file|EOF)|unexpectedly closed/i,
  /connection (was )?(reset|refused|closed|aborted|timed out)|failed to connect|couldn't connect/i,
  /could not resolve|couldn't resolve|temporary failure in name resolution|name or service not known/i,
  /timed? ?out/i,
  /empty reply from server|recv failure|send failure|transfer closed/i,
  /HTTP\/2 (stream|framing)|stream \d+ was not closed cleanly|curl (5|6|7|16|18|28|35|52|55|56|92)\b/i,
  /(TLS|SSL|gnutls)[ _\w]*(error|handshake|alert|connect|recv|read)|gnutls_handshake|unexpected eof while reading/i,
  /service (is )?(temporarily )?unavailable|bad gateway|gateway time-?out/i,
  // A fetch that was given up may still be under way.
  /could not lock config file|cannot lock ref 'refs\/remotes\//i,
  /no space left on device|read-only file system|resource temporarily unavailable|cannot allocate memory/i,
  /no route to host|network is unreachable/i,
];

// A connection that ends after an answer like these ends in the words of a broken one.
const answers = [
  /not our ref/i,
  /couldn't find remote ref/i,
  /unadvertised object/i,
  /does not appear to be a git repository/i,
  /repository .*not found/i,
  /certificate/i,
  /permission denied|access denied|authentication failed|could not read username|host key verification/i,
];

/** Returns what Git and a server print without the addresses and the ref names in it, which may hold any words. */
export function withoutNames(text: string): string {
  return text
    .replaceAll(/^(To |From |error: failed to push some refs to ).*$/gm, '')
    .replaceAll(/^[ +*!=-]\t[^\t\n]*\t/gm, '')
    .replaceAll(/'[a-z+]+:\/\/[^']*'/g, "''");
}

/** Whether text of a failed fetch or push tells of a failure that may be gone at the next try. */
export function isTransientFailure(text: string): boolean {
  const said = withoutNames(text);
  return transientWordings.some(wording => wording.test(said)) && !answers.some(wording => wording.test(said));
}
