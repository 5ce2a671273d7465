using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using InferOps.Runtime.Contract;
using InferOps.Runtime.Host.Llama;
using LLama.Native;

namespace InferOps.Runtime.Host.Flags;

/// <summary>The flags of <c>serve</c> that say how the model is loaded and computed.</summary>
internal static class ModelFlags
{
    private static readonly Option<string> Model = new(RuntimeArguments.Model) { Description = "The model file (GGUF).", Required = true };
    private static readonly Option<int?> ContextTokens = Bounds.AtLeast<int?>(1, new(RuntimeArguments.ContextTokens) { Description = "KV cells of the whole replica, shared by its sequences." });
    private static readonly Option<int> ParallelSequences = Bounds.AtLeast<int>(1, new(RuntimeArguments.ParallelSequences) { Description = "Sequences that run at once.", DefaultValueFactory = _ => 8 });
    private static readonly Option<int> GpuLayers = Bounds.AtLeast<int>(-1, new(RuntimeArguments.GpuLayers) { Description = "Layers in GPU memory; -1: all.", DefaultValueFactory = _ => -1 });
    private static readonly Option<string?> SplitMode = Bounds.OneOf<string?>(["none", "layer", "row"], new(RuntimeArguments.SplitMode) { Description = "How several GPUs share the model: not, by layers, or by rows of each tensor." });
    private static readonly Option<float[]> TensorSplit = new(RuntimeArguments.TensorSplit)
    {
        Description = "Share of each GPU, such as 3,1; by free memory without it.", CustomParser = result => ParseShares(result), DefaultValueFactory = _ => [],
    };
    private static readonly Option<int> MainGpu = Bounds.AtLeast<int>(0, new(RuntimeArguments.MainGpu) { Description = "The GPU for what is not split." });
    private static readonly Option<int> Threads = Bounds.AtLeast<int>(1, new(RuntimeArguments.Threads)
    {
        Description = "Compute threads; by default the whole CPUs of the container's quota.", DefaultValueFactory = _ => CpuQuota.Threads(),
    });
    private static readonly Option<int?> BatchThreads = Bounds.AtLeast<int?>(1, new(RuntimeArguments.BatchThreads) { Description = "Compute threads for prompts; as many as --threads without it." });
    private static readonly Option<string> FlashAttention = Bounds.OneOf<string>(["auto", "on", "off"], new(RuntimeArguments.FlashAttention) { Description = "Attention in one kernel.", DefaultValueFactory = _ => "auto" });
    private static readonly Option<string> KvType = Bounds.OneOf<string>(["f16", "q8_0", "f32"], new(RuntimeArguments.KvType) { Description = "Number format of the KV cells.", DefaultValueFactory = _ => "f16" });
    private static readonly Option<string> KvCells = Bounds.OneOf<string>(["shared", "separate"], new(RuntimeArguments.KvCells)
    {
        Description = "One pool of KV cells for sequences of any length, or an equal part for each: faster on CPUs for many short ones.", DefaultValueFactory = _ => "shared",
    });

    private static readonly Option<AdapterFile[]> Adapters = new(RuntimeArguments.Adapter)
    {
        Description = "A LoRA adapter that clients choose by its name as model: NAME=FILE[@SCALE]. May be given again.",
        CustomParser = AdapterFlag.Parse, DefaultValueFactory = _ => [], Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<string> Embeddings = Bounds.OneOf<string>(["auto", "on", "off"], new(RuntimeArguments.Embeddings)
    {
        Description = "Serve embeddings; auto: where the model file is made for it.", DefaultValueFactory = _ => "auto",
    });
    private static readonly Option<string?> Pooling = Bounds.OneOf<string?>(["mean", "last", "cls"], new(RuntimeArguments.Pooling) { Description = "How one embedding is made of those of all tokens; by default as the file says." });
    private static readonly Option<int?> EmbeddingTokens = Bounds.AtLeast<int?>(1, new(RuntimeArguments.EmbeddingTokens) { Description = "Longest text to embed; by default the trained context, at most 2,048." });

    public static IReadOnlyList<Option> All { get; } =
    [
        Model, ContextTokens, ParallelSequences, GpuLayers, SplitMode, TensorSplit, MainGpu, Threads, BatchThreads, FlashAttention, KvType, KvCells, Adapters,
        Embeddings, Pooling, EmbeddingTokens,
    ];

    public static LlamaOptions Read(ParseResult arguments) => new()
    {
        ModelFile = Path.GetFullPath(arguments.GetRequiredValue(Model)),
        ContextTokens = arguments.GetValue(ContextTokens),
        ParallelSequences = arguments.GetValue(ParallelSequences),
        SeparateCells = arguments.GetValue(KvCells) == "separate",
        GpuLayers = arguments.GetValue(GpuLayers),
        Split = new GpuSplit
        {
            Mode = arguments.GetValue(SplitMode) switch { "none" => GPUSplitMode.None, "layer" => GPUSplitMode.Layer, "row" => GPUSplitMode.Row, _ => null },
            Shares = arguments.GetValue(TensorSplit) ?? [],
            MainGpu = arguments.GetValue(MainGpu),
        },
        Threads = arguments.GetValue(Threads),
        BatchThreads = arguments.GetValue(BatchThreads),
        Adapters = arguments.GetValue(Adapters) ?? [],
        Embedding = new EmbeddingOptions
        {
            Use = arguments.GetValue(Embeddings) switch { "on" => EmbeddingUse.On, "off" => EmbeddingUse.Off, _ => EmbeddingUse.Auto },
            Pooling = arguments.GetValue(Pooling) switch { "mean" => LLamaPoolingType.Mean, "last" => LLamaPoolingType.Last, "cls" => LLamaPoolingType.CLS, _ => null },
            MaxTokens = arguments.GetValue(EmbeddingTokens),
        },
        FlashAttention = arguments.GetValue(FlashAttention) switch { "on" => true, "off" => false, _ => null },
        KvType = arguments.GetValue(KvType) switch { "f32" => GGMLType.GGML_TYPE_F32, "q8_0" => GGMLType.GGML_TYPE_Q8_0, _ => GGMLType.GGML_TYPE_F16 },
    };

    private static float[] ParseShares(ArgumentResult result)
    {
        var shares = new List<float>();
        foreach (var part in result.Tokens[0].Value.Split(','))
        {
            if (float.TryParse(part, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var share)) shares.Add(share);
            else result.AddError($"{RuntimeArguments.TensorSplit}: '{part}' is not a share; give numbers such as 3,1");
        }

        if (shares.Sum() == 0) result.AddError($"{RuntimeArguments.TensorSplit} gives no GPU anything");
        return [.. shares];
    }
}
