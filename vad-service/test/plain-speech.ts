/** What a client chose; all in milliseconds. */
export interface SpeechChoice {
  readonly minSpeechMs: number;
  readonly minSilenceMs: number;
  readonly prefixPaddingMs: number;
  readonly maxSpeechMs: number;
}

/** Frames up to an END, `v` for voice and `-` for none, and the sample that the first of them begins with. */
export interface Stretch {
  readonly frames: string;
  readonly firstSample: number;
}

/** An event, and the frame of its stretch that it comes with; one past the last if the END that closes the stretch brings it. */
export interface PlainEvent {
  readonly type: 'start' | 'end';
  readonly sampleIndex: number;
  readonly frame: number;
}

/** The proto's words as a pattern over all frames of each stretch: a speech is a match. Shares no code with the service. */
export function plainSpeech(choice: SpeechChoice, rate: number, stretches: readonly Stretch[]): PlainEvent[][] {
  const frameSamples = rate * 0.032;
  const samples = (ms: number) => (ms * rate) / 1000;
  const framesFor = (ms: number) => Math.max(1, Math.ceil(samples(ms) / frameSamples));
  const [least, gap] = [framesFor(choice.minSpeechMs), framesFor(choice.minSilenceMs)];
  const longest =
    choice.maxSpeechMs === 0 ? Infinity : Math.max(1, Math.floor(samples(choice.maxSpeechMs) / frameSamples));
  const pattern = new RegExp(`v{${least},}${gap > 1 ? `(-{1,${gap - 1}}v+)*` : ''}`, 'g');
  let floor = 0;
  return stretches.map(({ frames, firstSample }) => {
    const sampleOf = (frame: number) => firstSample + frame * frameSamples;
    return [...frames.matchAll(pattern)].flatMap(match => {
      const [first, after] = [match.index, match.index + match[0].length];
      const begins = Math.max(floor, sampleOf(first) - samples(choice.prefixPaddingMs));
      const events: PlainEvent[] = [{ type: 'start', frame: first + least - 1, sampleIndex: begins }];
      let since = first;
      for (let frame = first + least; frame < after; frame++) {
        if (frames[frame] !== 'v' || frame - since < longest) continue;
        events.push({ type: 'end', frame, sampleIndex: sampleOf(frame) });
        events.push({ type: 'start', frame, sampleIndex: sampleOf(frame) });
        since = frame;
      }
      floor = sampleOf(after);
      events.push({ type: 'end', frame: Math.min(after + gap - 1, frames.length), sampleIndex: floor });
      return events;
    });
  });
}
