import { expect, it } from 'vitest';
import { removalScript } from './iptables.ts';

const saved = `*nat
:PREROUTING ACCEPT [0:0]
:POSTROUTING ACCEPT [0:0]
:DOCKER - [0:0]
:KUBE-SERVICES - [0:0]
:CNI-0123abcd - [0:0]
:CNI-89abcdef - [0:0]
:MINE - [0:0]
-A PREROUTING -m comment --comment "kubernetes service portals" -j KUBE-SERVICES
-A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER
-A POSTROUTING -s 10.244.0.9/32 -m comment --comment "name: \\"vad-gitops\\" id: \\"1\\"" -j CNI-0123abcd
-A POSTROUTING -s 10.88.0.9/32 -m comment --comment "name: \\"podman\\" id: \\"2\\"" -j CNI-89abcdef
-A POSTROUTING -j MINE
-A CNI-0123abcd -d 10.244.0.0/24 -m comment --comment "name: \\"vad-gitops\\" id: \\"1\\"" -j ACCEPT
-A MINE -m comment --comment "-j KUBE-SERVICES" -j RETURN
COMMIT
`;

it('takes away our own chains and what leads to them, and nothing of other programs', () => {
  expect(removalScript('nat', saved)).toMatchInlineSnapshot(`
    "*nat
    -D PREROUTING -m comment --comment "kubernetes service portals" -j KUBE-SERVICES
    -D POSTROUTING -s 10.244.0.9/32 -m comment --comment "name: \\"vad-gitops\\" id: \\"1\\"" -j CNI-0123abcd
    -F KUBE-SERVICES
    -F CNI-0123abcd
    -X KUBE-SERVICES
    -X CNI-0123abcd
    COMMIT
    "
  `);
});

it('has nothing to do where nothing is ours', () => {
  expect(removalScript('filter', '*filter\n:INPUT ACCEPT [0:0]\n:DOCKER - [0:0]\n-A INPUT -j DOCKER\nCOMMIT\n')).toBe(
    '',
  );
});
