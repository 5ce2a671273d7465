using System.Buffers.Binary;
using System.Text;

namespace InferOps.Runtime.Server.Tests.Telemetry;

/// <summary>One span of opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest.</summary>
internal sealed record OtlpSpan(string Trace, string Id, string Parent, string Name, ulong Start, ulong End, IReadOnlyDictionary<string, string> Attributes, int Status)
{
    public static IReadOnlyList<OtlpSpan> ReadAll(byte[] request) =>
        [.. Fields(request, 1).SelectMany(resource => Fields(resource, 2)).SelectMany(scope => Fields(scope, 2)).Select(Read)];

    private static OtlpSpan Read(byte[] span)
    {
        var attributes = Fields(span, 9).ToDictionary(pair => Encoding.UTF8.GetString(Fields(pair, 1).Single()), pair => Value(Fields(pair, 2).Single()));
        var status = Fields(span, 15).SelectMany(value => Numbers(value, 3)).SingleOrDefault();
        return new OtlpSpan(
            Hex(span, 1), Hex(span, 2), Hex(span, 4), Encoding.UTF8.GetString(Fields(span, 5).Single()), Numbers(span, 7).Single(), Numbers(span, 8).Single(), attributes, (int)status);
    }

    private static string Hex(byte[] message, int field) => string.Concat(Fields(message, field).Select(Convert.ToHexStringLower));

    private static string Value(byte[] value)
    {
        if (Fields(value, 1).FirstOrDefault() is { } text) return Encoding.UTF8.GetString(text);
        if (Fields(value, 5).FirstOrDefault() is { } array) return string.Join(',', Fields(array, 1).Select(Value));
        if (Numbers(value, 4).Any()) return BitConverter.UInt64BitsToDouble(Numbers(value, 4).Single()).ToString(System.Globalization.CultureInfo.InvariantCulture);
        return Numbers(value, 3).Concat(Numbers(value, 2)).Single().ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    private static IEnumerable<byte[]> Fields(byte[] message, int number) => Parse(message).Where(field => field.Number == number && field.Bytes is not null).Select(field => field.Bytes!);

    private static IEnumerable<ulong> Numbers(byte[] message, int number) => Parse(message).Where(field => field.Number == number && field.Bytes is null).Select(field => field.Value);

    private static IEnumerable<(int Number, byte[]? Bytes, ulong Value)> Parse(byte[] message)
    {
        for (var at = 0; at < message.Length;)
        {
            var key = Varint(message, ref at);
            var number = (int)(key >> 3);
            switch (key & 7)
            {
                case 0: yield return (number, null, Varint(message, ref at)); break;
                case 1: yield return (number, null, BinaryPrimitives.ReadUInt64LittleEndian(message.AsSpan(at))); at += 8; break;
                case 2:
                    var length = (int)Varint(message, ref at);
                    yield return (number, message[at..(at + length)], 0);
                    at += length;
                    break;
                case 5: yield return (number, null, BinaryPrimitives.ReadUInt32LittleEndian(message.AsSpan(at))); at += 4; break;
                default: throw new InvalidDataException($"wire type {key & 7}");
            }
        }
    }

    private static ulong Varint(byte[] message, ref int at)
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var next = message[at++];
            value |= (ulong)(next & 0x7F) << shift;
            if ((next & 0x80) == 0) return value;
        }
    }
}
