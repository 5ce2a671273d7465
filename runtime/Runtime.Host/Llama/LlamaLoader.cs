using InferOps.Runtime.Contract;
using InferOps.Runtime.Core.Engine;
using InferOps.Runtime.Core.Models;
using LLama;
using LLama.Common;
using LLama.Exceptions;
using LLama.Extensions;
using LLama.Native;

namespace InferOps.Runtime.Host.Llama;

/// <summary>From a file to a model that can be evaluated.</summary>
internal sealed class LlamaLoader(LlamaOptions options, LlamaLog log)
{
    private static readonly string[] StateKeys = [".ssm.", ".shortconv.", ".wkv.", ".kda."];

    private ComputeThreads? _threads;

    /// <exception cref="InvalidDataException">The file is no model that can be served, or the context does not fit; the message says why.</exception>
    public async Task<LoadedModel> LoadAsync(IProgress<float> progress, CancellationToken cancellationToken)
    {
        // The small one first: what is wrong with it shows before the large one has taken its time.
        var (draft, target) = (default(LoadedModel), default(LoadedModel));
        try
        {
            if (options.DraftModelFile is { } file)
            {
                var loader = new LlamaLoader(LlamaDraft.Options(options, file), log);
                draft = await loader.LoadAsync(new Progress<float>(), cancellationToken);
                _threads = loader._threads;
            }

            target = await LoadOneAsync(progress, cancellationToken);
            return draft is null ? target : LlamaDraft.Join(target, draft);
        }
        catch
        {
            draft?.Model.Dispose();
            target?.Embedding?.Dispose();
            target?.Model.Dispose();
            throw;
        }
    }

    private async Task<LoadedModel> LoadOneAsync(IProgress<float> progress, CancellationToken cancellationToken)
    {
        var facts = await CheckAsync(cancellationToken);
        await LlamaAdapters.CheckAsync(options.Adapters, facts, cancellationToken);
        if (!NativeLibraryConfig.LLama.LibraryHasLoaded) NativeLibraryConfig.All.WithLogCallback(log.Receive);
        var parameters = LlamaParameters.Build(options, facts);
        CheckMemory(facts, parameters);
        LLamaWeights? weights = null;
        try
        {
            weights = await LLamaWeights.LoadFromFileAsync(parameters, cancellationToken, progress);
            return Assemble(weights, parameters, facts);
        }
        catch (RuntimeError failure)
        {
            weights?.Dispose();
            throw new InvalidDataException($"{failure.Message}. {log.LastError}", failure);
        }
        catch
        {
            weights?.Dispose();
            throw;
        }
    }

    private LoadedModel Assemble(LLamaWeights weights, ModelParams parameters, ModelFacts facts)
    {
        var use = EmbeddingPlan.Make(options.Embedding, weights.Metadata);
        IInferenceModel model = use.Generates
            ? Generating(weights, parameters, facts)
            : new EmbeddingOnlyModel(weights, Describe(weights, facts, new ContextSizes(parameters.ContextSize!.Value, parameters.BatchSize, 1)) with { Generates = false });
        var tokenizer = new LlamaTokenizer(weights);
        return new LoadedModel(model, tokenizer)
        {
            Embedding = use.Pooling is { } pooling ? Embedding(weights, pooling, facts) : null,
            Grammars = use.Generates ? new LlamaGrammars(weights, tokenizer, TimeProvider.System) : null,
        };
    }

    private LlamaModel Generating(LLamaWeights weights, ModelParams parameters, ModelFacts facts)
    {
        var adapters = LlamaAdapters.Load(weights, options.Adapters);
        if (!KeepsState(weights) && !options.SeparateCells) parameters.SeqMax = (uint)LlamaParameters.SequenceIds(options.ParallelSequences);
        parameters.ToLlamaContextParams(out var native);
        var context = weights.NativeHandle.CreateContext(native);
        var description = Describe(weights, facts, new ContextSizes(context.ContextSize, context.BatchSize, context.MaxSeq));
        return new LlamaModel(weights, context, description, log) { Adapters = adapters, Threads = Threads() };
    }

    private LlamaEmbedding Embedding(LLamaWeights weights, LLamaPoolingType pooling, ModelFacts facts)
    {
        LlamaParameters.BuildEmbedding(options, pooling, facts).ToLlamaContextParams(out var native);
        return new LlamaEmbedding(weights.NativeHandle.CreateContext(native), Threads(), weights.Vocab.Count, log);
    }

    /// <summary>One set for everything that the engine thread evaluates. Beside a GPU they have little to do, and must not look out for it all the time.</summary>
    private ComputeThreads Threads() =>
        _threads ??= new ComputeThreads(Math.Max(options.Threads, options.BatchThreads ?? 0), NativeApi.llama_supports_gpu_offload() && options.GpuLayers != 0 ? 0 : ComputeThreads.PollBetweenSteps);

    /// <summary>The header is read in managed code first: native code never sees a damaged file.</summary>
    private async Task<ModelFacts> CheckAsync(CancellationToken cancellationToken)
    {
        if (Directory.Exists(options.ModelFile)) throw new InvalidDataException($"{options.ModelFile} is a folder; {RuntimeArguments.Model} names a file in it");
        var report = await SplitModel.InspectAsync(options.ModelFile, ModelFileKind.Model, cancellationToken);
        return report.Facts ?? throw new InvalidDataException($"{options.ModelFile}: {report.Failure!.Reason}: {report.Failure.Message}");
    }

    /// <summary>Without a GPU everything lies in memory; a model that does not fit would not fail but crawl, page by page.</summary>
    private void CheckMemory(ModelFacts facts, ModelParams parameters)
    {
        if (NativeApi.llama_supports_gpu_offload()) return;
        var needed = facts.WeightBytes + LlamaParameters.KvBytesPerToken(options, facts) * parameters.ContextSize!.Value;
        var limit = MemoryLimit.Read();
        if (needed > limit)
            throw new InvalidDataException($"the model and its KV cells need {needed:N0} bytes of memory, and this container may use {limit:N0}");
    }

    private ModelDescription Describe(LLamaWeights weights, ModelFacts facts, ContextSizes sizes) => new()
    {
        Name = facts.Name ?? Path.GetFileName(options.ModelFile),
        ContextTokens = (int)sizes.Cells,
        MaxSequences = options.ParallelSequences,
        SequenceIds = (int)sizes.SequenceIds,
        SeparateCells = options.SeparateCells,
        Adapters = [.. options.Adapters.Select(adapter => adapter.Name)],
        BatchTokens = (int)sizes.BatchTokens,
        VocabularySize = weights.Vocab.Count,
        TrainedContextTokens = weights.ContextSize,
        ChatTemplate = weights.NativeHandle.GetTemplate(strict: false),
        ToolChatTemplate = weights.NativeHandle.GetTemplate("tool_use", strict: false),
        SharesPrefixes = !KeepsState(weights),
    };

    /// <summary>Recurrent models, and hybrids of them, sum up the past in a state from which no part can be taken or copied.</summary>
    private static bool KeepsState(LLamaWeights weights) =>
        weights.NativeHandle.IsRecurrent || weights.Metadata.Keys.Any(key => StateKeys.Any(part => key.Contains(part, StringComparison.Ordinal)));

    /// <summary>What the library made of the sizes it was asked for.</summary>
    private readonly record struct ContextSizes(uint Cells, uint BatchTokens, uint SequenceIds);
}
