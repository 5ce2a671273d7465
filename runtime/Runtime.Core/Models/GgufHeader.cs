namespace InferOps.Runtime.Core.Models;

/// <summary>The part of a GGUF file before its data: metadata and the list of tensors.</summary>
internal sealed record GgufHeader(GgufMetadata Metadata, IReadOnlyList<GgufTensor> Tensors, long DataOffset)
{
    private const int DefaultAlignment = 32;

    /// <param name="start">The file from its first byte on.</param>
    /// <exception cref="GgufException">The bytes are not a header, or end before it does.</exception>
    public static GgufHeader Read(ReadOnlySpan<byte> start)
    {
        var cursor = new GgufCursor(start);
        CheckMagic(cursor.Take(4));
        CheckVersion(cursor.ReadUInt32());
        var tensorCount = GgufTensor.ReadCount(ref cursor);
        var pairs = GgufMetadataReader.ReadPairCount(ref cursor);
        var metadata = GgufMetadataReader.Read(ref cursor, pairs);
        var tensors = new List<GgufTensor>();
        for (var i = 0; i < tensorCount; i++) tensors.Add(GgufTensor.Read(ref cursor));
        var alignment = metadata.Optional("general.alignment") ?? DefaultAlignment;
        return new GgufHeader(metadata, tensors, (cursor.Position + alignment - 1) / alignment * alignment);
    }

    private static void CheckMagic(ReadOnlySpan<byte> magic)
    {
        if (magic.SequenceEqual("GGUF"u8)) return;
        throw GgufException.NotGguf(magic[0] is (byte)'<' or (byte)'{'
            ? "the file begins like a web page or an error message, not like a model; does the address need a login or a token?"
            : "the file does not begin with \"GGUF\"");
    }

    private static void CheckVersion(uint version)
    {
        if (version is 2 or 3) return;
        throw GgufException.NotGguf(version << 16 == 0 ? "the file is big-endian GGUF; only little-endian files can be served" : $"GGUF version {version} is not 2 or 3");
    }
}
