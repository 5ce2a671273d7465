using System.Buffers.Binary;
using System.Text.Json;
using InferOps.Runtime.Server.Generating;
using InferOps.Runtime.Server.Wire;
using Microsoft.AspNetCore.Http;

namespace InferOps.Runtime.Server.Embedding;

/// <summary>Writes vectors, one after the other: all of them as one text could take a hundred megabytes.</summary>
/// <param name="Model">The name the model was asked for by.</param>
/// <param name="Tokens">Of all inputs.</param>
/// <param name="IsBase64">Vectors are written as bytes.</param>
internal sealed record EmbeddingAnswer(string Model, int Tokens, bool IsBase64)
{
    public async Task WriteAsync(HttpContext context, ClientConnection client, IReadOnlyList<float[]> vectors)
    {
        context.Response.ContentType = "application/json";
        await using var json = new Utf8JsonWriter(context.Response.BodyWriter, WireJson.WriterOptions);
        json.WriteStartObject();
        json.WriteString("object"u8, "list"u8);
        json.WriteStartArray("data"u8);
        for (var index = 0; index < vectors.Count; index++)
        {
            Write(json, index, vectors[index]);
            json.Flush();
            await client.FlushAsync(context.RequestAborted);
        }

        json.WriteEndArray();
        json.WriteString("model"u8, Model);
        json.WriteStartObject("usage"u8);
        json.WriteNumber("prompt_tokens"u8, Tokens);
        json.WriteNumber("total_tokens"u8, Tokens);
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        await client.FlushAsync(context.RequestAborted);
    }

    private void Write(Utf8JsonWriter json, int index, float[] vector)
    {
        json.WriteStartObject();
        json.WriteString("object"u8, "embedding"u8);
        json.WriteNumber("index"u8, index);
        if (IsBase64) json.WriteBase64String("embedding"u8, Bytes(vector));
        else
        {
            json.WriteStartArray("embedding"u8);
            foreach (var value in vector) json.WriteNumberValue(value);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static byte[] Bytes(float[] vector)
    {
        var bytes = new byte[vector.Length * sizeof(float)];
        for (var i = 0; i < vector.Length; i++) BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), vector[i]);
        return bytes;
    }
}
