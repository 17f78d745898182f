const causes: readonly { readonly signs: RegExp; readonly next: string }[] = [
  {
    signs: /no space left on device|ENOSPC|disk quota exceeded|EDQUOT/i,
    next: 'The disk is full. `df -h` shows which; `npm run down` frees what the local cluster holds, `go clean -cache -modcache` Go’s own caches.',
  },
  {
    signs:
      /no such host|could ?n.t resolve|temporary failure (in name resolution|resolving)|network is unreachable|connection (refused|timed out|reset by peer)|i\/o timeout|TLS handshake timeout|proxyconnect|certificate signed by unknown authority|EAI_AGAIN|ENOTFOUND|ECONNREFUSED|ETIMEDOUT/i,
    next: 'Something could not be fetched. The first run needs a network: Go modules, npm packages and Debian packages; later runs need none. Behind a proxy set HTTPS_PROXY and GOPROXY, then run the same command again: what is there is kept.',
  },
];

/** What a person does next about a command's output, where it tells a full disk or a missing network; else undefined. */
export function knownCause(text: string): string | undefined {
  return causes.find(({ signs }) => signs.test(text))?.next;
}
