using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using InferOps.Runtime.Server.Wire;

namespace InferOps.Runtime.Server.Generating;

/// <summary>Writes the events of a streamed answer. Whatever does not change from one to the next is rendered once: a token costs a few copies and its own text.</summary>
/// <remarks>
/// <code>
/// data: {"id":…,"object":…,"created":…,"model":…,"system_fingerprint":…,"choices":[   the same for all: start
/// {"index":0,"delta":                                                                 the same for a choice: opening
/// {"content":"…"}                                                                     the caller's, as raw bytes or through Json
/// ,"logprobs":…,"finish_reason":…}],"usage":null}                                     End
/// </code>
/// </remarks>
internal sealed class ChunkWriter : IDisposable
{
    private readonly IBufferWriter<byte> _to;
    private readonly Utf8JsonWriter _json;
    private readonly byte[] _start;
    private readonly byte[][] _openings;
    private readonly byte[] _end;

    /// <param name="to">The response.</param>
    /// <param name="shape">What the events have in common.</param>
    /// <param name="choices">How many choices the answer has.</param>
    /// <param name="includeUsage">The stream ends with an event about usage, and all others say that they have none.</param>
    public ChunkWriter(IBufferWriter<byte> to, ChunkShape shape, int choices, bool includeUsage)
    {
        _to = to;
        _json = new Utf8JsonWriter(to, WireJson.WriterOptions);
        var identity = shape.Identity;
        _start = Encoding.UTF8.GetBytes(
            $"data: {{\"id\":{Quoted(identity.Id)},\"object\":{Quoted(shape.Object)},\"created\":{identity.Created},\"model\":{Quoted(identity.Model)},"
            + $"\"system_fingerprint\":{Quoted(identity.Fingerprint)},\"choices\":[");
        _openings = [.. Enumerable.Range(0, choices).Select(index => Encoding.UTF8.GetBytes($"{{\"index\":{index},{Quoted(shape.Content)}:"))];
        _end = Encoding.UTF8.GetBytes(includeUsage ? "}],\"usage\":null}\n\n" : "}]}\n\n");
    }

    /// <summary>Begins the event of a choice; its content comes next.</summary>
    public void Begin(int choice)
    {
        _to.Write(_start);
        _to.Write(_openings[choice]);
    }

    public void Raw(ReadOnlySpan<byte> json) => _to.Write(json);

    /// <summary>A JSON string.</summary>
    public void Text(string text)
    {
        _json.Reset();
        _json.WriteStringValue(text);
        _json.Flush();
    }

    /// <summary>Any JSON value.</summary>
    public void Value<T>(T value, JsonTypeInfo<T> type)
    {
        _json.Reset();
        JsonSerializer.Serialize(_json, value, type);
        _json.Flush();
    }

    /// <summary>Ends an event in the middle of a choice.</summary>
    public void End()
    {
        Raw(",\"logprobs\":null,\"finish_reason\":null"u8);
        Raw(_end);
    }

    /// <summary>Ends an event that has log-probabilities.</summary>
    public void End<T>(T logprobs, JsonTypeInfo<T> type)
    {
        Raw(",\"logprobs\":"u8);
        Value(logprobs, type);
        Raw(",\"finish_reason\":null"u8);
        Raw(_end);
    }

    /// <summary>Ends the last event of a choice.</summary>
    public void End(string finishReason)
    {
        Raw(",\"logprobs\":null,\"finish_reason\":"u8);
        Text(finishReason);
        Raw(_end);
    }

    /// <summary>The event of no choice.</summary>
    public void Usage(Usage usage)
    {
        Raw(_start);
        Raw("],\"usage\":"u8);
        Value(usage, WireJson.Types.Usage);
        Raw("}\n\n"u8);
    }

    public void Error(ErrorBody error)
    {
        Raw("data: "u8);
        Value(error, WireJson.Types.ErrorBody);
        Raw("\n\n"u8);
    }

    /// <summary>Nothing follows.</summary>
    public void Done() => Raw("data: [DONE]\n\n"u8);

    public void Dispose() => _json.Dispose();

    private static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text, WireJson.WriterOptions.Encoder)}\"";
}
