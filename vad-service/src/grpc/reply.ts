import { type DetectResponse, type SpeechEvent, SpeechEvent_Type } from '../../../proto/gen/vad.ts';
import type { Decision } from '../decisions.ts';

const TYPE_OF = { start: SpeechEvent_Type.TYPE_START, end: SpeechEvent_Type.TYPE_END } as const;
const NONE: SpeechEvent[] = [];

/** A decision as it goes over the wire. */
export function toReply(sessionId: string, decision: Decision): DetectResponse {
  const { hasVoice, isSpeaking, probability, framesProcessed, speechEvents } = decision;
  const events =
    speechEvents.length === 0 ? NONE : speechEvents.map(event => ({ ...event, type: TYPE_OF[event.type] }));
  return { hasVoice, isSpeaking, sessionId, probability, framesProcessed, speechEvents: events };
}
