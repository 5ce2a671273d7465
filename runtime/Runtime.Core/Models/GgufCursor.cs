using System.Buffers.Binary;
using System.Text;

namespace InferOps.Runtime.Core.Models;

/// <summary>Reads little-endian numbers and strings one after the other. Every length is checked before anything is sliced or allocated.</summary>
internal ref struct GgufCursor(ReadOnlySpan<byte> bytes)
{
    private const int LongestKeptString = 1 << 20;

    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public int Position { get; private set; }

    public uint ReadUInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint)));

    public ulong ReadUInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(sizeof(ulong)));

    /// <summary>Up to <paramref name="limit"/> items are believed; more is a damaged count, not a reason to loop for years.</summary>
    public int ReadCount(string what, int limit)
    {
        var count = ReadUInt64();
        return count <= (ulong)limit ? (int)count : throw GgufException.Corrupt($"the header claims {count} {what}; at most {limit} are believable");
    }

    public string ReadString() => Encoding.UTF8.GetString(Take(ReadCount("bytes of text", LongestKeptString)));

    public void SkipString() => Skip(ReadUInt64(), 1);

    public void Skip(ulong count, int size)
    {
        var length = (UInt128)count * (uint)size;
        Take(length <= int.MaxValue ? (int)length : throw GgufException.MoreBytesNeeded);
    }

    public ReadOnlySpan<byte> Take(int length)
    {
        if (length > _bytes.Length - Position) throw GgufException.MoreBytesNeeded;
        var taken = _bytes.Slice(Position, length);
        Position += length;
        return taken;
    }
}
