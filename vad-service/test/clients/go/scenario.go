// Does what clients.test.ts asks of it with docs/api.md's client, a line of JSON a question and an answer.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"time"

	"example.com/client/vad"
	"google.golang.org/grpc"
	"google.golang.org/grpc/status"
)

type question struct {
	Task      string `json:"task"`
	SessionID string `json:"session_id"`
	Event     string `json:"event"`
	Count     int    `json:"count"`
}

type reply struct {
	HasVoice        bool     `json:"hasVoice"`
	IsSpeaking      bool     `json:"isSpeaking"`
	FramesProcessed int64    `json:"framesProcessed"`
	Probability     float32  `json:"probability"`
	SpeechEvents    []object `json:"speechEvents"`
}

type object map[string]any

type scenario struct {
	address string
	audio   []byte
	client  vad.VADServiceClient
	more    []*grpc.ClientConn
}

func seen(response *vad.DetectResponse) reply {
	events := []object{}
	for _, event := range response.SpeechEvents {
		events = append(events, object{"type": event.Type.String(), "sampleIndex": event.SampleIndex})
	}
	return reply{response.HasVoice, response.IsSpeaking, response.FramesProcessed, response.Probability, events}
}

func (s *scenario) do(q question) (any, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	settings := &vad.CreateSessionRequest{SessionId: q.SessionID}
	switch q.Task {
	case "unary":
		return s.unary(q.SessionID, settings)
	case "stream":
		return s.stream(q.SessionID)
	case "frame":
		response, err := detect(s.client, settings, &vad.DetectRequest{SessionId: q.SessionID, AudioData: make([]byte, 1024)})
		if err != nil {
			return nil, err
		}
		return seen(response), nil
	case "raw":
		response, err := s.client.Detect(ctx, &vad.DetectRequest{SessionId: q.SessionID, Event: q.Event})
		if err != nil {
			return nil, err
		}
		return seen(response), nil
	case "create":
		response, err := s.client.CreateSession(ctx, settings)
		return response.GetMessage(), err
	case "connections":
		return q.Count, s.connections(ctx, q.Count)
	}
	panic("unknown task " + q.Task)
}

func (s *scenario) unary(id string, settings *vad.CreateSessionRequest) ([]reply, error) {
	replies := []reply{}
	for _, request := range cycle(id, s.audio) {
		response, err := detect(s.client, settings, request)
		if err != nil {
			return nil, err
		}
		replies = append(replies, seen(response))
	}
	return replies, nil
}

func (s *scenario) stream(id string) ([]reply, error) {
	replies := []reply{}
	for response, err := range detectAll(s.client, cycle(id, s.audio)) {
		if err != nil {
			return nil, err
		}
		replies = append(replies, seen(response))
	}
	return replies, nil
}

func (s *scenario) connections(ctx context.Context, count int) error {
	for len(s.more) < count {
		s.more = append(s.more, must(connect(s.address)))
	}
	for _, other := range s.more {
		if _, err := vad.NewVADServiceClient(other).GetStats(ctx, &vad.Empty{}); err != nil {
			return err
		}
	}
	return nil
}

func say(answer object) {
	fmt.Println(string(must(json.Marshal(answer))))
}

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

func main() {
	address, audio := os.Args[1], must(os.ReadFile(os.Args[2]))[44:]
	s := &scenario{address: address, audio: audio, client: vad.NewVADServiceClient(must(connect(address)))}
	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
		var q question
		if err := json.Unmarshal(lines.Bytes(), &q); err != nil {
			panic(err)
		}
		say(object{"asked": q.Task})
		if answered, err := s.do(q); err != nil {
			failed := status.Convert(err)
			say(object{"failed": object{"code": failed.Code(), "details": failed.Message()}})
		} else {
			say(object{"answered": answered})
		}
	}
}
