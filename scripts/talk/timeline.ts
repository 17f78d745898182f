import { styleText } from 'node:util';
import { FRAME_MS, type Segment, type Speech } from './speech.ts';

const CELL_MS = 100;
const CELLS_A_SECOND = 1000 / CELL_MS;
const SECONDS_A_ROW = 5;
const CELLS_A_ROW = SECONDS_A_ROW * CELLS_A_SECOND;
const MARGIN = 8;

/** Draws speech as it is decided, a cell a tenth of a second; only ever appends, so a file or a pipe gets the same. */
export class Timeline {
  readonly #speech: Speech;
  readonly #cells: number;
  readonly #write: (text: string) => void;
  #drawn = 0;

  constructor(speech: Speech, durationMs: number, write: (text: string) => void) {
    this.#speech = speech;
    this.#cells = Math.round(durationMs / CELL_MS);
    this.#write = write;
    const marks = Array.from({ length: SECONDS_A_ROW }, (_, second) => String(second).padEnd(CELLS_A_SECOND));
    this.#write(`${' '.repeat(MARGIN)}${marks.join('')}${SECONDS_A_ROW} s\n`);
  }

  /** Draws every cell that has been decided since. */
  advance(): void {
    while (this.#drawn < this.#cells && this.#speech.decided(frameOf(this.#drawn))) this.#draw(this.#drawn++);
  }

  #draw(cell: number): void {
    if (cell % CELLS_A_ROW === 0) this.#write(`${cell / CELLS_A_SECOND} s `.padStart(MARGIN));
    this.#write(this.#speech.isSpeech(frameOf(cell)) ? styleText('green', '█') : styleText('dim', '·'));
    if (cell % CELLS_A_ROW === CELLS_A_ROW - 1 || cell === this.#cells - 1) this.#write('\n');
  }
}

/** The frame in the middle of a cell. */
function frameOf(cell: number): number {
  return Math.floor(((cell + 0.5) * CELL_MS) / FRAME_MS);
}

/** A line a segment, in seconds, or that there was none. */
export function listSegments(segments: readonly Segment[], durationMs: number): string {
  if (segments.length === 0) return 'no speech\n';
  const seconds = (frame: number) => (Math.min(frame * FRAME_MS, durationMs) / 1000).toFixed(2);
  const lines = segments.map(({ start, end }) => `  ${seconds(start)} – ${seconds(end)} s`);
  return `${segments.length} ${segments.length === 1 ? 'segment' : 'segments'} of speech\n${lines.join('\n')}\n`;
}
