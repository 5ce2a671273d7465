using System.Text;

namespace InferOps.TestKit.Gguf;

/// <summary>Collects metadata and tensors and writes them as a GGUF v3 file.</summary>
/// <remarks>
/// All numbers are little endian; a string is its u64 length and its UTF-8 bytes.
/// <code>
/// "GGUF" | u32 version = 3 | u64 tensors | u64 key-value pairs
/// pair:    key string | u32 value type | value         (an array: u32 element type | u64 count | elements)
/// tensor:  name string | u32 dimensions | u64 each, the contiguous one first | u32 number format | u64 offset in the data
/// padding to 32 | data: each tensor padded to 32
/// </code>
/// </remarks>
public sealed class GgufFile
{
    private const int Alignment = 32;

    private readonly List<(string Key, object Value)> _metadata = [];
    private readonly List<GgufTensor> _tensors = [];

    /// <summary>Adds a value: bool, byte, ushort, int, uint, ulong, float, string, or an array of int or string.</summary>
    public GgufFile Add(string key, object value)
    {
        _metadata.Add((key, value));
        return this;
    }

    /// <summary>Adds a tensor.</summary>
    /// <param name="name">Such as <c>blk.0.attn_q.weight</c>.</param>
    /// <param name="type">The number format to store it in.</param>
    /// <param name="shape">Rows, then columns (as in mathematics); one number for a vector.</param>
    /// <param name="values">Called when the file is written; row after row.</param>
    public GgufFile Add(string name, GgufTensorType type, long[] shape, Func<float[]> values)
    {
        _tensors.Add(new GgufTensor(name, type, shape, values));
        return this;
    }

    /// <summary>The same model in several files, as llama-gguf-split writes it: the first has all metadata, and each has its share of the tensors.</summary>
    public IReadOnlyList<GgufFile> Split(int parts)
    {
        var files = new List<GgufFile>();
        for (var part = 0; part < parts; part++)
        {
            var file = new GgufFile();
            if (part == 0) file._metadata.AddRange(_metadata);
            file.Add("split.no", (ushort)part).Add("split.count", (ushort)parts).Add("split.tensors.count", _tensors.Count);
            file._tensors.AddRange(_tensors.Skip(_tensors.Count * part / parts).Take(_tensors.Count * (part + 1) / parts - _tensors.Count * part / parts));
            files.Add(file);
        }

        return files;
    }

    public void Write(string path)
    {
        using var file = File.Create(path);
        Write(file);
    }

    public void Write(Stream stream)
    {
        WriteHeader(stream);
        foreach (var tensor in _tensors)
        {
            var values = tensor.Values();
            if (values.Length != tensor.Count) throw new InvalidOperationException($"{tensor.Name}: {values.Length} values for {tensor.Count} places");
            stream.Write(GgufTensorEncoder.Encode(tensor.Type, values));
            stream.Write(new byte[Padding(tensor.ByteCount)]);
        }
    }

    /// <summary>Writes everything but the tensors' data, and gives the length that the whole file would have.</summary>
    public long WriteHeader(Stream stream)
    {
        using var buffer = new MemoryStream();
        using var writer = new BinaryWriter(buffer, Encoding.UTF8);
        writer.Write("GGUF"u8);
        writer.Write(3u);
        writer.Write((ulong)_tensors.Count);
        writer.Write((ulong)_metadata.Count);
        foreach (var (key, value) in _metadata) GgufValueWriter.Write(writer, key, value);
        var dataLength = WriteTensorInfos(writer);
        writer.Write(new byte[Padding(buffer.Length)]);
        writer.Flush();
        buffer.WriteTo(stream);
        return buffer.Length + dataLength;
    }

    private long WriteTensorInfos(BinaryWriter writer)
    {
        var offset = 0L;
        foreach (var tensor in _tensors)
        {
            GgufValueWriter.WriteString(writer, tensor.Name);
            writer.Write((uint)tensor.Shape.Length);
            foreach (var extent in tensor.Shape.Reverse()) writer.Write((ulong)extent);
            writer.Write((uint)tensor.Type);
            writer.Write((ulong)offset);
            offset += tensor.ByteCount + Padding(tensor.ByteCount);
        }

        return offset;
    }

    private static long Padding(long length) => (Alignment - length % Alignment) % Alignment;

    private sealed record GgufTensor(string Name, GgufTensorType Type, long[] Shape, Func<float[]> Values)
    {
        public long Count { get; } = Shape.Aggregate(1L, (product, extent) => product * extent);

        public long ByteCount => GgufTensorEncoder.ByteCount(Type, Count);
    }
}
