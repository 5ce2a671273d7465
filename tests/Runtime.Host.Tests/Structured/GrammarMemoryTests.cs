using System.Diagnostics;
using InferOps.Runtime.Core.Sampling;
using InferOps.Runtime.Host.Llama;
using InferOps.TestKit.Gguf;
using LLama;
using LLama.Common;

namespace InferOps.Runtime.Host.Tests.Structured;

[CollectionDefinition(nameof(GrammarMemoryTests), DisableParallelization = true)]
public sealed class MemoryIsMeasuredAlone;

[Collection(nameof(GrammarMemoryTests))]
public sealed class GrammarMemoryTests
{
    /// <summary>A grammar of this kind takes well over 100 kB of native memory, so that hundreds of them, or of their copies, would show.</summary>
    [Theory]
    [InlineData(8, 1500)]
    [InlineData(1000, 400)]
    public void Native_memory_is_freed_with_the_constraint_and_with_forgotten_grammars(int different, int times)
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("inferops-grammar-").FullName, "babbler.gguf");
        RandomModel.Describe(ModelShape.Tiny, GgufTensorType.F32).Write(file);
        using var weights = LLamaWeights.LoadFromFile(new ModelParams(file) { GpuLayerCount = 0 });
        var grammars = new LlamaGrammars(weights, new LlamaTokenizer(weights), TimeProvider.System);
        Use(100, from: 0);
        var before = Resident();
        Use(times, from: 100);
        Assert.InRange(Resident() - before, long.MinValue, 40_000_000);
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);

        void Use(int count, int from)
        {
            for (var i = from; i < from + count; i++)
            {
                using var constraint = grammars.Compile(new Grammar($"root ::= \"{i % different}\" [a-z]{{0,2000}}"));
                Assert.False(constraint.Allows('x'));
            }
        }
    }

    private static long Resident()
    {
        using var self = Process.GetCurrentProcess();
        return self.WorkingSet64;
    }
}
