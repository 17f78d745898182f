// A hook of Git's own server (githooks, proc-receive), for one ref a push. FAKE_WORDINGS is a folder with a file for each
// way to refuse a push; the hook takes one away and refuses in its words, or lets Git go on where none is left.
import { readdirSync, readFileSync, readSync, renameSync, writeSync } from 'node:fs';

const folder = process.env.FAKE_WORDINGS ?? '';

readPackets();
send('version=1\0');
const [, , ref] = (readPackets()[0] ?? '').split(' ');
const reason = takeWording();
if (reason === undefined) send(`ok ${ref}`, 'option fall-through');
else send(`ng ${ref} ${reason}`);

// Length in hex, then the line; 0000 ends a list.
function send(...lines: readonly string[]): void {
  const packets = lines.map(line => (Buffer.byteLength(line) + 4).toString(16).padStart(4, '0') + line);
  writeSync(1, `${packets.join('')}0000`);
}

function readPackets(): string[] {
  const lines: string[] = [];
  for (let length = readLength(); length > 4; length = readLength()) lines.push(read(length - 4).trim());
  return lines;
}

function readLength(): number {
  return Number.parseInt(read(4), 16);
}

function read(length: number): string {
  const bytes = Buffer.alloc(length);
  for (let at = 0; at < length; ) {
    const count = readSync(0, bytes, at, length - at, null);
    if (count === 0) process.exit(1);
    at += count;
  }
  return bytes.toString('utf8');
}

// A rename has one winner, however many pushes come at once.
function takeWording(): string | undefined {
  for (const name of readdirSync(folder).filter(name => !name.endsWith('.taken'))) {
    const taken = `${folder}/${name}.taken`;
    try {
      renameSync(`${folder}/${name}`, taken);
      return readFileSync(taken, 'utf8').trim();
    } catch {}
  }
  return undefined;
}
