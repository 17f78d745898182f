"""Does what clients.test.ts asks of it with docs/api.md's client, a line of JSON a question and an answer."""
import json
import sys
from pathlib import Path

import grpc
import vad_pb2
import vad_pb2_grpc
from client import connect, cycle, detect, detect_all

address, wav = sys.argv[1:]
audio = Path(wav).read_bytes()[44:]
channel = connect(address)
vad = vad_pb2_grpc.VADServiceStub(channel)
more = []


def seen(reply):
    return {
        "hasVoice": reply.has_voice,
        "isSpeaking": reply.is_speaking,
        "framesProcessed": reply.frames_processed,
        "probability": reply.probability,
        "speechEvents": [
            {"type": vad_pb2.SpeechEvent.Type.Name(event.type), "sampleIndex": event.sample_index}
            for event in reply.speech_events
        ],
    }


def unary(session_id):
    settings = vad_pb2.CreateSessionRequest(session_id=session_id)
    return [seen(detect(vad, settings, request)) for request in cycle(session_id, audio)]


def stream(session_id):
    return [seen(reply) for reply in detect_all(vad, cycle(session_id, audio))]


def frame(session_id):
    settings = vad_pb2.CreateSessionRequest(session_id=session_id)
    return seen(detect(vad, settings, vad_pb2.DetectRequest(session_id=session_id, audio_data=bytes(1024))))


def raw(session_id, event):
    return seen(vad.Detect(vad_pb2.DetectRequest(session_id=session_id, event=event), timeout=10))


def create(session_id):
    return vad.CreateSession(vad_pb2.CreateSessionRequest(session_id=session_id), timeout=10).message


def connections(count):
    while len(more) < count:
        more.append(connect(address))
    for other in more:
        vad_pb2_grpc.VADServiceStub(other).GetStats(vad_pb2.Empty(), timeout=10)
    return len(more)


def say(answer):
    print(json.dumps(answer), flush=True)


tasks = {task.__name__: task for task in (unary, stream, frame, raw, create, connections)}
for line in sys.stdin:
    question = json.loads(line)
    task = question.pop("task")
    say({"asked": task})
    try:
        say({"answered": tasks[task](**question)})
    except grpc.RpcError as error:
        say({"failed": {"code": error.code().value[0], "details": error.details()}})
for other in [channel, *more]:
    other.close()
