namespace InferOps.Runtime.Core.Models;

/// <summary>Where one tensor lies in the data part, in bytes, and how large it is.</summary>
internal readonly record struct GgufTensor(string Name, GgufNumberFormat Format, long Elements, long Offset, long Bytes)
{
    private const int MostTensors = 1 << 16;
    private const int MostDimensions = 4;

    /// <summary>No file is larger than this; sums of two such sizes cannot overflow.</summary>
    private const long MostBytes = 1L << 50;

    public static int ReadCount(ref GgufCursor cursor) => cursor.ReadCount("tensors", MostTensors);

    public static GgufTensor Read(ref GgufCursor cursor)
    {
        var name = cursor.ReadString();
        var dimensions = cursor.ReadUInt32();
        if (dimensions is 0 or > MostDimensions) throw GgufException.Corrupt($"tensor {name} has {dimensions} dimensions");
        var rowLength = cursor.ReadUInt64();
        var elements = (UInt128)rowLength;
        for (var i = 1; i < dimensions; i++)
        {
            elements *= cursor.ReadUInt64();
            if (elements > MostBytes) throw GgufException.Corrupt($"tensor {name} is impossibly large");
        }

        var format = ReadFormat(ref cursor, name);
        if (rowLength % (uint)format.BlockLength != 0) throw GgufException.Corrupt($"rows of tensor {name} do not divide into {format.Name} blocks");
        var bytes = elements / (uint)format.BlockLength * (uint)format.BlockBytes;
        var offset = cursor.ReadUInt64();
        if (bytes == 0 || bytes > MostBytes || offset > MostBytes) throw GgufException.Corrupt($"tensor {name} has an impossible size or place");
        return new GgufTensor(name, format, (long)elements, (long)offset, (long)bytes);
    }

    private static GgufNumberFormat ReadFormat(ref GgufCursor cursor, string name)
    {
        var number = cursor.ReadUInt32();
        return GgufNumberFormat.ByNumber.TryGetValue(number, out var format)
            ? format
            : throw GgufException.Corrupt($"tensor {name} is stored in the unknown number format {number}");
    }
}
