using InferOps.Runtime.Core.Engine;
using InferOps.Runtime.Host.Llama;
using InferOps.TestKit.Gguf;

namespace InferOps.Runtime.Host.Tests.Llama;

public sealed class ComputeThreadsTests : IDisposable
{
    private const string Engine = "computes";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("inferops-threads-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Threads_start_with_the_first_step_serve_every_other_and_end_with_the_model()
    {
        var file = Path.Combine(_folder.FullName, "m.gguf");
        Reciter.Describe().Write(file);
        var options = new LlamaOptions { ModelFile = file, ContextTokens = 256, ParallelSequences = 1, GpuLayers = 0, Threads = 3 };
        var (model, _) = await new LlamaLoader(options, new LlamaLog(TextWriter.Null)).LoadAsync(new Progress<float>(), CancellationToken.None);
        var seen = new List<string[]>();
        var engine = new Thread(() =>
        {
            seen.Add(Living());
            for (var position = 0; position < 3; position++)
            {
                model.Evaluate(new StepBatch([new StepEntry(0, 65, position, true)]));
                seen.Add(Living());
            }

            model.Dispose();
            seen.Add(Living());
        }) { Name = Engine };
        engine.Start();
        engine.Join();

        Assert.Equal([1, 3, 3, 3, 1], seen.Select(living => living.Length));
        Assert.Equal(seen[1], seen[2]);
        Assert.Equal(seen[1], seen[3]);
    }

    /// <summary>Threads named after the one that started them, itself included.</summary>
    private static string[] Living() => [.. Directory.EnumerateDirectories("/proc/self/task").Where(task => Name(task) == Engine).Order(StringComparer.Ordinal)];

    private static string Name(string task)
    {
        try
        {
            return File.ReadAllText(Path.Combine(task, "comm")).Trim();
        }
        catch (IOException)
        {
            return "";
        }
    }
}
