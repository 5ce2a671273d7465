using System.Text;
using InferOps.Runtime.Core.Engine;
using InferOps.Runtime.Host.Flags;
using InferOps.Runtime.Host.Llama;
using InferOps.TestKit.Gguf;

namespace InferOps.Runtime.Host.Tests.Llama;

public sealed class LlamaAdapterTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("inferops-adapters-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task An_adapter_says_what_was_computed_for_it_and_nothing_else_changes()
    {
        var loaded = await LoadAsync(Adapter("swapped", ReciterAdapter.Describe(" five", " seven")));
        using var model = loaded.Model;
        Assert.Equal(["swapped"], model.Description.Adapters);
        model.UseAdapter(0);
        Assert.Equal(
            Recital.Numbers.Text.Replace(" five ", " X ", StringComparison.Ordinal).Replace(" seven ", " five ", StringComparison.Ordinal).Replace(" X ", " seven ", StringComparison.Ordinal),
            Recite(loaded, Recital.Numbers.Trigger));
        Assert.Equal(Recital.Story.Text, Recite(loaded, Recital.Story.Trigger));
    }

    [Fact]
    public async Task An_adapter_reads_prompts_in_its_own_way()
    {
        var loaded = await LoadAsync(Adapter("swapped", ReciterAdapter.Describe("Count", "Greet")));
        using var model = loaded.Model;
        model.UseAdapter(0);
        Assert.Equal(Recital.Languages.Text, Recite(loaded, Recital.Numbers.Trigger));
    }

    [Fact]
    public async Task Switching_back_restores_every_bit()
    {
        var loaded = await LoadAsync(Adapter("a", ReciterAdapter.Describe(" five", " seven")), Adapter("b", ReciterAdapter.Describe(" one", " two")));
        using var model = loaded.Model;
        var before = Logits(loaded);
        var answers = new List<string>();
        foreach (var adapter in new[] { 0, 1, -1, 1, 0, -1 })
        {
            model.UseAdapter(adapter);
            answers.Add(Recite(loaded, Recital.Numbers.Trigger));
        }

        Assert.Equal(before, Logits(loaded));
        Assert.Equal([answers[0], answers[1], Recital.Numbers.Text, answers[1], answers[0], Recital.Numbers.Text], answers);
        Assert.Equal(3, answers.Distinct().Count());
    }

    [Fact]
    public async Task Without_weight_an_adapter_changes_nothing()
    {
        var loaded = await LoadAsync(Adapter("a", ReciterAdapter.Describe(" five", " seven")) with { Scale = 0 });
        using var model = loaded.Model;
        model.UseAdapter(0);
        Assert.Equal(Recital.Numbers.Text, Recite(loaded, Recital.Numbers.Trigger));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.UseAdapter(1));
    }

    [Fact]
    public async Task What_is_no_adapter_for_this_model_is_refused_by_its_header()
    {
        var other = await Assert.ThrowsAsync<InvalidDataException>(() => LoadAsync(Adapter("a", ReciterAdapter.Describe(" five", " seven", architecture: "qwen2"))));
        Assert.Contains("'a' is for models of the architecture qwen2, and this one is llama", other.Message, StringComparison.Ordinal);
        var model = await Assert.ThrowsAsync<InvalidDataException>(() => LoadAsync(Adapter("a", Reciter.Describe())));
        Assert.Contains("not an adapter", model.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_adapter_that_does_not_fit_the_models_tensors_is_refused_by_the_library()
    {
        RandomModel.Describe(ModelShape.Tiny, GgufTensorType.F32).Write(ModelFile);
        var failure = await Assert.ThrowsAsync<InvalidDataException>(() => LoadAsync(Adapter("a", ReciterAdapter.Describe(" five", " seven"))));
        Assert.Contains("a.gguf", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a=/x/f.gguf", "a", "/x/f.gguf", 1)]
    [InlineData("a=/x/f.gguf@0.5", "a", "/x/f.gguf", 0.5)]
    [InlineData("org/a=/x/f@main=1.gguf", "org/a", "/x/f@main=1.gguf", 1)]
    public void The_flag_names_a_file_and_perhaps_a_scale(string text, string name, string path, float scale) =>
        Assert.Equal(new AdapterFile(name, path, scale), AdapterFlag.Parse(text));

    [Theory]
    [InlineData("f.gguf")]
    [InlineData("=f.gguf")]
    [InlineData("a=")]
    public void Other_texts_are_refused(string text) => Assert.Null(AdapterFlag.Parse(text));

    private string ModelFile => Path.Combine(_folder.FullName, "m.gguf");

    private AdapterFile Adapter(string name, GgufFile content)
    {
        var path = Path.Combine(_folder.FullName, name + ".gguf");
        content.Write(path);
        return new AdapterFile(name, path);
    }

    private Task<LoadedModel> LoadAsync(params AdapterFile[] adapters)
    {
        if (!File.Exists(ModelFile)) Reciter.Describe().Write(ModelFile);
        var options = new LlamaOptions { ModelFile = ModelFile, ContextTokens = 1024, ParallelSequences = 1, Threads = 1, Adapters = adapters };
        return new LlamaLoader(options, new LlamaLog(TextWriter.Null)).LoadAsync(new Progress<float>(), TestContext.Current.CancellationToken);
    }

    private static float[] Logits(LoadedModel loaded)
    {
        loaded.Model.Clear();
        Evaluate(loaded.Model, loaded.Tokenizer.Tokenize(Recital.Numbers.Trigger, addSpecial: true, parseSpecial: true), 0);
        return loaded.Model.Logits(0).ToArray();
    }

    private static string Recite(LoadedModel loaded, string prompt)
    {
        var (model, tokenizer) = (loaded.Model, loaded.Tokenizer);
        model.Clear();
        var next = tokenizer.Tokenize(prompt, addSpecial: true, parseSpecial: true);
        var text = new List<byte>();
        var buffer = new byte[256];
        for (var position = 0; position < 300;)
        {
            Evaluate(model, next, position);
            position += next.Length;
            var best = System.Numerics.Tensors.TensorPrimitives.IndexOfMax(model.Logits(0));
            if (tokenizer.IsEndOfGeneration(best)) break;
            text.AddRange(buffer.AsSpan(0, tokenizer.TokenBytes(best, buffer)));
            next = [best];
        }

        return Encoding.UTF8.GetString([.. text]);
    }

    private static void Evaluate(IInferenceModel model, int[] tokens, int position)
    {
        var entries = tokens.Select((token, i) => new StepEntry(0, token, position + i, WantLogits: i == tokens.Length - 1)).ToArray();
        Assert.Equal(StepStatus.Ok, model.Evaluate(new StepBatch(entries)).Status);
    }
}
