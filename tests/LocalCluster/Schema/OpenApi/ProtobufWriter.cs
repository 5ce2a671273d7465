using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace InferOps.LocalCluster.Schema.OpenApi;

/// <summary>Writes the protobuf wire format: tagged varints, doubles and length-delimited fields. Absent values are not written.</summary>
internal sealed class ProtobufWriter
{
    private const int Varint = 0;
    private const int Fixed64 = 1;
    private const int Delimited = 2;

    private readonly ArrayBufferWriter<byte> buffer = new();

    public byte[] ToArray() => buffer.WrittenSpan.ToArray();

    public void Text(int field, string? value)
    {
        if (!string.IsNullOrEmpty(value)) Bytes(field, Encoding.UTF8.GetBytes(value));
    }

    /// <summary>Writes every text, empty ones too, as repeated fields must keep their count.</summary>
    public void Texts(int field, IEnumerable<string> values)
    {
        foreach (var value in values) Bytes(field, Encoding.UTF8.GetBytes(value));
    }

    public void Number(int field, long value)
    {
        if (value == 0) return;
        WriteVarint((ulong)(field << 3 | Varint));
        WriteVarint((ulong)value);
    }

    public void Flag(int field, bool value) => Number(field, value ? 1 : 0);

    public void Double(int field, double value)
    {
        if (value == 0) return;
        WriteVarint((ulong)(field << 3 | Fixed64));
        Span<byte> bytes = stackalloc byte[sizeof(double)];
        BinaryPrimitives.WriteDoubleLittleEndian(bytes, value);
        buffer.Write(bytes);
    }

    public void Message(int field, Action<ProtobufWriter> write)
    {
        var message = new ProtobufWriter();
        write(message);
        Bytes(field, message.ToArray());
    }

    private void Bytes(int field, ReadOnlySpan<byte> value)
    {
        WriteVarint((ulong)(field << 3 | Delimited));
        WriteVarint((ulong)value.Length);
        buffer.Write(value);
    }

    private void WriteVarint(ulong value)
    {
        Span<byte> bytes = stackalloc byte[10];
        var length = 0;
        for (; value >= 0x80; value >>= 7) bytes[length++] = (byte)(value | 0x80);
        bytes[length++] = (byte)value;
        buffer.Write(bytes[..length]);
    }
}
