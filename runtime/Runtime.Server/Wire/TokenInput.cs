using System.Text.Json;
using System.Text.Json.Serialization;

namespace InferOps.Runtime.Server.Wire;

/// <summary>Text, or the tokens of this model.</summary>
internal sealed record TokenInput(string? Text, int[]? Tokens);

/// <summary>One or several inputs: a string, a list of tokens, a list of strings or a list of lists of tokens.</summary>
internal sealed class TokenInputsConverter : JsonConverter<IReadOnlyList<TokenInput>>
{
    private const string Expected = "expected a string, a list of strings, a list of tokens or a list of lists of tokens";

    public override IReadOnlyList<TokenInput> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String) return [new TokenInput(reader.GetString(), null)];
        if (reader.TokenType != JsonTokenType.StartArray) throw new JsonException(Expected);
        reader.Read();
        return reader.TokenType switch
        {
            JsonTokenType.EndArray => [],
            JsonTokenType.Number => [new TokenInput(null, Tokens(ref reader))],
            _ => Several(ref reader),
        };
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<TokenInput> value, JsonSerializerOptions options) =>
        throw new NotSupportedException("requests are only read");

    private static List<TokenInput> Several(ref Utf8JsonReader reader)
    {
        var inputs = new List<TokenInput>();
        var kind = reader.TokenType;
        for (; reader.TokenType != JsonTokenType.EndArray; reader.Read())
        {
            if (reader.TokenType != kind) throw new JsonException(Expected);
            if (kind == JsonTokenType.String)
            {
                inputs.Add(new TokenInput(reader.GetString(), null));
                continue;
            }

            if (kind != JsonTokenType.StartArray) throw new JsonException(Expected);
            reader.Read();
            inputs.Add(new TokenInput(null, Tokens(ref reader)));
        }

        return inputs;
    }

    private static int[] Tokens(ref Utf8JsonReader reader)
    {
        var tokens = new List<int>();
        for (; reader.TokenType != JsonTokenType.EndArray; reader.Read())
            tokens.Add(reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var token) ? token : throw new JsonException("expected a token: a whole number"));
        return [.. tokens];
    }
}
