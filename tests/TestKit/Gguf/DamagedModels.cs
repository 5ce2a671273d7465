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

    /// <summary>A file whose header is whole and right but larger than any GPU: 400 GB of weights, all of them holes on the disk.</summary>
    public static void WriteLargerThanAnyGpu(string path)
    {
        const int layers = 120, width = 16384, feedForward = 53248;
        var shape = new ModelShape
        {
            Layers = layers, Width = width, Heads = 128, KeyValueHeads = 8, HeadWidth = 128, FeedForwardWidth = feedForward, ContextLength = 131072,
        };
        using var file = File.Create(path);
        file.SetLength(RandomModel.Describe(shape, GgufTensorType.Q8_0).WriteHeader(file));
    }
}
