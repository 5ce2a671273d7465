using InferOps.TestKit.Gguf;

namespace InferOps.Benchmarks.Models;

/// <summary>A synthetic model to measure with: nonsense in content, but it costs what a real one of its shape costs.</summary>
/// <param name="Name">Of the file, and as it is served.</param>
/// <param name="Shape">Layers, widths, heads, vocabulary.</param>
internal sealed record BenchmarkModel(string Name, ModelShape Shape)
{
    private const int Vocabulary = 32_000;

    /// <summary>So small that what is left is the work around it.</summary>
    public static BenchmarkModel Featherweight { get; } = new("featherweight", ModelShape.Tiny with { VocabularySize = Vocabulary });

    public static BenchmarkModel Parameters40M { get; } = new("40m", new ModelShape
    {
        Layers = 6, Width = 512, Heads = 8, KeyValueHeads = 4, HeadWidth = 64, FeedForwardWidth = 1024, VocabularySize = Vocabulary,
    });

    public static BenchmarkModel Parameters110M { get; } = new("110m", new ModelShape
    {
        Layers = 12, Width = 768, Heads = 12, KeyValueHeads = 4, HeadWidth = 64, FeedForwardWidth = 2048, VocabularySize = Vocabulary,
    });

    public static BenchmarkModel Parameters1100M { get; } = new("1100m", new ModelShape
    {
        Layers = 22, Width = 2048, Heads = 32, KeyValueHeads = 4, HeadWidth = 64, FeedForwardWidth = 5632, VocabularySize = Vocabulary,
    });

    /// <summary>Writes the file unless it is there already.</summary>
    /// <returns>Its path.</returns>
    public string Write(string folder)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, $"{Name}-q4_0.gguf");
        if (File.Exists(path)) return path;
        Figures.FigureSheet.Say($"writing {path} ...");
        RandomModel.Describe(Shape, GgufTensorType.Q4_0).Write(path + ".part");
        File.Move(path + ".part", path);
        return path;
    }
}
