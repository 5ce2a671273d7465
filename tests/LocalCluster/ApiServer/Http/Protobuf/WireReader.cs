using System.Text;

namespace InferOps.LocalCluster.Api.Http.Protobuf;

/// <summary>Reads the protobuf wire format.</summary>
internal ref struct WireReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> rest = bytes;

    /// <summary>Reads the next field's number and wire type; false at the end.</summary>
    public bool TryReadTag(out int number, out int wireType)
    {
        (number, wireType) = (0, 0);
        if (rest.IsEmpty) return false;
        var tag = ReadVarint();
        (number, wireType) = ((int)(tag >> 3), (int)(tag & 7));
        return true;
    }

    /// <exception cref="FormatException">The bytes end too early.</exception>
    public ulong ReadVarint()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            if (rest.IsEmpty) break;
            var part = rest[0];
            rest = rest[1..];
            value |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80) return value;
        }

        throw new FormatException("truncated varint");
    }

    /// <exception cref="FormatException">The bytes end too early.</exception>
    public ReadOnlySpan<byte> ReadBytes()
    {
        var length = ReadVarint();
        if (length > (ulong)rest.Length) throw new FormatException("truncated field");
        var taken = rest[..(int)length];
        rest = rest[(int)length..];
        return taken;
    }

    public string ReadText() => Encoding.UTF8.GetString(ReadBytes());
}
