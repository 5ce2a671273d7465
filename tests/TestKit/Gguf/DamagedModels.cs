using System.Text;

namespace InferOps.TestKit.Gguf;

/// <summary>Files that must be refused, each for another reason.</summary>
public static class DamagedModels
{
    /// <summary>A whole file cut to a share of its length: what a broken download leaves.</summary>
    public static byte[] Truncated(byte[] model, double share) => model[..(int)(model.Length * share)];

    /// <summary>What a server sends instead of a model when it wants a login.</summary>
    public static byte[] LoginPage() => Encoding.UTF8.GetBytes("<!doctype html><title>Sign in</title>" + new string(' ', 4096));

    /// <summary>A file of another version of the format.</summary>
    public static byte[] OfVersion(byte[] model, uint version)
    {
        var copy = (byte[])model.Clone();
        BitConverter.TryWriteBytes(copy.AsSpan(4), version);
        return copy;
    }

    /// <summary>A model whose header is whole and right but larger than any GPU: 400 GB of weights.</summary>
    public static GgufFile DescribeLargerThanAnyGpu() => RandomModel.Describe(
        new ModelShape { Layers = 120, Width = 16384, Heads = 128, KeyValueHeads = 8, HeadWidth = 128, FeedForwardWidth = 53248, ContextLength = 131072 },
        GgufTensorType.Q8_0);

    /// <summary>That model as a file of its full length, with holes where the weights would be: it takes a few pages of disk.</summary>
    public static void WriteLargerThanAnyGpu(string path)
    {
        using var file = File.Create(path);
        file.SetLength(DescribeLargerThanAnyGpu().WriteHeader(file));
    }
}
