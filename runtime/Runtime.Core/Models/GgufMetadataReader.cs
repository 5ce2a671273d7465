using System.Buffers.Binary;

namespace InferOps.Runtime.Core.Models;

/// <summary>Reads one metadata value: kept as long, string or long[]; null for kinds that no decision needs.</summary>
internal static class GgufMetadataReader
{
    private const int MostPairs = 1 << 16;
    private const int LongestKeptArray = 1 << 12;
    private const uint StringType = 8;
    private const uint ArrayType = 9;

    public static GgufMetadata Read(ref GgufCursor cursor, int pairs)
    {
        var metadata = new GgufMetadata();
        for (var i = 0; i < pairs; i++)
        {
            var key = cursor.ReadString();
            metadata.Add(key, ReadValue(ref cursor, key, cursor.ReadUInt32()));
        }

        return metadata;
    }

    public static int ReadPairCount(ref GgufCursor cursor) => cursor.ReadCount("metadata pairs", MostPairs);

    private static object? ReadValue(ref GgufCursor cursor, string key, uint type) => type switch
    {
        StringType => cursor.ReadString(),
        ArrayType => ReadArray(ref cursor, key),
        _ => ReadInteger(type, cursor.Take(SizeOf(type, key))),
    };

    private static long[]? ReadArray(ref GgufCursor cursor, string key)
    {
        var type = cursor.ReadUInt32();
        var count = cursor.ReadUInt64();
        if (type == StringType)
        {
            for (var i = 0UL; i < count; i++) cursor.SkipString();
            return null;
        }

        var size = SizeOf(type, key);
        if (count > LongestKeptArray)
        {
            cursor.Skip(count, size);
            return null;
        }

        var numbers = new long[count];
        for (var i = 0; i < numbers.Length; i++)
        {
            if (ReadInteger(type, cursor.Take(size)) is { } number) numbers[i] = number;
            else return SkipRest(ref cursor, numbers.Length - i - 1, size);
        }

        return numbers;
    }

    private static long[]? SkipRest(ref GgufCursor cursor, int count, int size)
    {
        cursor.Skip((ulong)count, size);
        return null;
    }

    private static int SizeOf(uint type, string key) => type switch
    {
        0 or 1 or 7 => 1,
        2 or 3 => 2,
        4 or 5 or 6 => 4,
        10 or 11 or 12 => 8,
        _ => throw GgufException.Corrupt($"{key} has the unknown value type {type}"),
    };

    private static long? ReadInteger(uint type, ReadOnlySpan<byte> bytes) => type switch
    {
        0 => bytes[0],
        1 => (sbyte)bytes[0],
        2 => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
        3 => BinaryPrimitives.ReadInt16LittleEndian(bytes),
        4 => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        5 => BinaryPrimitives.ReadInt32LittleEndian(bytes),
        10 or 11 => BinaryPrimitives.ReadInt64LittleEndian(bytes),
        _ => null,
    };
}
