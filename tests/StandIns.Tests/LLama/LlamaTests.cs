using System.Runtime.CompilerServices;
using System.Text;
using InferOps.TestKit.Gguf;
using LLama;
using LLama.Common;
using LLama.Exceptions;
using LLama.Extensions;
using LLama.Native;

namespace InferOps.StandIns.Tests.LLama;

public sealed class LlamaTests(ReciterFile reciter) : IClassFixture<ReciterFile>
{
    [Fact]
    public void Structures_have_the_sizes_of_b8390()
    {
        Assert.Equal(56, Unsafe.SizeOf<LLamaNativeBatch>());
        Assert.Equal(72, Unsafe.SizeOf<NativeModelParams>());
        Assert.Equal(136, Unsafe.SizeOf<LLamaContextParams>());
        Assert.Equal(12, Unsafe.SizeOf<LLamaTokenData>());
        Assert.Equal(32, Unsafe.SizeOf<LLamaTokenDataArrayNative>());
    }

    [Fact]
    public void The_librarys_own_defaults_arrive_in_the_right_fields()
    {
        var context = LLamaContextParams.Default();
        Assert.Equal((512u, 2048u, 512u, 1u), (context.n_ctx, context.n_batch, context.n_ubatch, context.n_seq_max));
        Assert.Equal((GGMLType.GGML_TYPE_F16, GGMLType.GGML_TYPE_F16), (context.type_k, context.type_v));
        Assert.Equal(LLamaFlashAttentionType.LLAMA_FLASH_ATTENTION_TYPE_AUTO, context.llama_flash_attn_type);
        Assert.Equal((false, true, true, true, true, false),
            (context.embeddings, context.offload_kqv, context.no_perf, context.op_offload, context.swa_full, context.kv_unified));
        Assert.Equal((0u, (nuint)0, (nint)0), ((uint)context.abort_callback, context.n_samplers, context.samplers));

        var model = LLamaModelParams.Default();
        Assert.Equal((GPUSplitMode.Layer, true, false, false, true), (model.split_mode, model.use_mmap, model.use_mlock, model.vocab_only, model.use_extra_bufts));
    }

    [Theory]
    [InlineData(GgufTensorType.F32)]
    [InlineData(GgufTensorType.F16)]
    [InlineData(GgufTensorType.Q8_0)]
    public void The_reciter_recites_every_text_alone(GgufTensorType weights)
    {
        var path = reciter.Beside($"{weights}.gguf");
        Reciter.Describe(weights).Write(path);
        using var model = LLamaWeights.LoadFromFile(new ModelParams(path) { GpuLayerCount = 0 });
        using var context = Context(model, sequences: 1);
        foreach (var recital in Recital.All)
        {
            context.MemoryClear();
            Assert.Equal(recital.Text, Recite(model, context, [recital.Trigger])[0]);
        }
    }

    [Fact]
    public void Sequences_in_one_batch_do_not_disturb_each_other()
    {
        using var model = Load();
        using var context = Context(model, sequences: 5);
        Assert.Equal(Recital.All.Select(recital => recital.Text), Recite(model, context, [.. Recital.All.Select(recital => recital.Trigger)]));
    }

    [Fact]
    public void A_copied_sequence_goes_on_like_its_source()
    {
        using var model = Load();
        using var context = Context(model, sequences: 2);
        var tokens = model.Tokenize(Recital.Numbers.Trigger, add_bos: true, special: true, Encoding.UTF8);
        var batch = new LLamaBatch();
        batch.AddRange(tokens.AsSpan(..^1), 0, LLamaSeqId.Zero, logitsLast: false);
        Assert.Equal(DecodeResult.Ok, context.Decode(batch));
        context.MemorySequenceCopy(LLamaSeqId.Zero, (LLamaSeqId)1, 0, -1);
        context.MemorySequenceRemove(LLamaSeqId.Zero, 0, -1);
        Assert.Equal(-1, context.MemorySequenceMaxPosition(LLamaSeqId.Zero).Value);
        Assert.Equal(tokens.Length - 2, context.MemorySequenceMaxPosition((LLamaSeqId)1).Value);

        batch.Clear();
        var index = batch.Add(tokens[^1], tokens.Length - 1, (LLamaSeqId)1, logits: true);
        Assert.Equal(DecodeResult.Ok, context.Decode(batch));
        Assert.Equal(" one", Piece(model, Best(context, index)));
    }

    [Fact]
    public void A_full_cache_is_told_and_not_fatal()
    {
        using var model = Load();
        using var context = Context(model, sequences: 1, cells: 256);
        var batch = new LLamaBatch();
        for (var position = 0; position < 256; position++) batch.Add(65, position, LLamaSeqId.Zero, logits: false);
        Assert.Equal(DecodeResult.Ok, context.Decode(batch));
        batch.Clear();
        batch.Add(65, 256, LLamaSeqId.Zero, logits: true);
        Assert.Equal(DecodeResult.NoKvSlot, context.Decode(batch));
    }

    [Fact]
    public void An_adapter_changes_what_is_said_and_leaves_no_trace()
    {
        ReciterAdapter.Describe(" five", " seven").Write(reciter.Beside("adapter.gguf"));
        using var model = Load();
        var adapter = model.NativeHandle.LoadLoraFromFile(reciter.Beside("adapter.gguf"));
        using var context = Context(model, sequences: 1);
        Assert.Equal(Recital.Numbers.Text, ReciteAnew(model, context, Recital.Numbers.Trigger));
        context.SetLoraAdapters((adapter, 1f));
        Assert.StartsWith(" one two three four seven six five eight", ReciteAnew(model, context, Recital.Numbers.Trigger), StringComparison.Ordinal);
        context.SetLoraAdapters();
        Assert.Equal(Recital.Numbers.Text, ReciteAnew(model, context, Recital.Numbers.Trigger));
    }

    [Fact]
    public void Refuses_what_is_no_adapter()
    {
        using var model = Load();
        Assert.Throws<LoadWeightsFailedException>(() => model.NativeHandle.LoadLoraFromFile(reciter.FilePath));
        Assert.Throws<FileNotFoundException>(() => model.NativeHandle.LoadLoraFromFile(reciter.Beside("none.gguf")));
    }

    [Fact]
    public void A_pooled_embedding_is_the_mean_of_its_tokens()
    {
        using var model = Load();
        using var each = Context(model, sequences: 2, pooling: LLamaPoolingType.None);
        using var pooled = Context(model, sequences: 2, pooling: LLamaPoolingType.Mean);
        Assert.Equal((LLamaPoolingType.None, LLamaPoolingType.Mean), (each.PoolingType, pooled.PoolingType));
        var batch = new LLamaBatch();
        for (var position = 0; position < 3; position++) batch.Add(65 + position, position, (LLamaSeqId)1, logits: true);
        Assert.Equal(DecodeResult.Ok, each.Decode(batch));
        Assert.Equal(DecodeResult.Ok, pooled.Decode(batch));
        var mean = new float[model.EmbeddingSize];
        for (var position = 0; position < 3; position++)
        {
            var one = each.GetEmbeddingsIth(position);
            for (var i = 0; i < mean.Length; i++) mean[i] += one[i] / 3;
        }

        var embedding = pooled.GetEmbeddingsSeq((LLamaSeqId)1).ToArray();
        Assert.All(mean.Zip(embedding), pair => Assert.Equal(pair.First, pair.Second, 1e-3f));
    }

    [Fact]
    public void A_share_for_each_gpu_reaches_the_library()
    {
        var parameters = new ModelParams(reciter.FilePath) { SplitMode = GPUSplitMode.Row, MainGpu = 1 };
        (parameters.TensorSplits[0], parameters.TensorSplits[1]) = (3, 1);
        using var held = parameters.ToLlamaModelParams(out var native);
        unsafe
        {
            Assert.Equal((GPUSplitMode.Row, 1, 3f, 1f, 0f), (native.split_mode, native.main_gpu, native.tensor_split[0], native.tensor_split[1], native.tensor_split[2]));
        }
    }

    [Fact]
    public void A_decode_call_allocates_nothing()
    {
        using var model = Load();
        using var context = Context(model, sequences: 1);
        var batch = new LLamaBatch();
        Step(0);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var position = 1; position < 20; position++) Step(position);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void Step(int position)
        {
            batch.Clear();
            var index = batch.Add(65, position, LLamaSeqId.Zero, logits: true);
            if (context.Decode(batch) != DecodeResult.Ok || context.GetLogitsIth(index).IsEmpty) throw new InvalidOperationException();
        }
    }

    [Fact]
    public void A_grammar_excludes_tokens_and_its_copy_goes_its_own_way()
    {
        using var model = Load();
        using var grammar = SafeLLamaSamplerChainHandle.Create(LLamaSamplerChainParams.Default());
        grammar.AddGrammar(model.Vocab, "root ::= \"a\" [bc]", "root");
        using var copy = SafeLLamaSamplerChainHandle.Create(LLamaSamplerChainParams.Default());
        copy.AddClone(grammar, 0);
        Assert.Equal((1, 1), (grammar.Count, copy.Count));
        Assert.Equal("a", Allowed(model, grammar));
        copy.Accept(Token(model, "a"));
        Assert.Equal("a", Allowed(model, grammar));
        Assert.Equal("bc", Allowed(model, copy));
        Assert.Throws<RuntimeError>(() => grammar.AddGrammar(model.Vocab, "root ::= nothing", "root"));

        static LLamaToken Token(LLamaWeights model, string text) => Assert.Single(model.Tokenize(text, add_bos: false, special: false, Encoding.UTF8));

        static string Allowed(LLamaWeights model, SafeLLamaSamplerChainHandle grammar)
        {
            var candidates = "abcd".Select(letter => new LLamaTokenData(Token(model, letter.ToString()), 0, 0)).ToArray();
            using var pinned = LLamaTokenDataArrayNative.Create(new LLamaTokenDataArray(candidates), out var native);
            grammar.Apply(ref native);
            return string.Concat(native.Data.ToArray().Where(candidate => candidate.Logit == 0).Select(candidate => Piece(model, candidate.ID)));
        }
    }

    [Fact]
    public void Text_and_tokens_round_trip()
    {
        using var model = Load();
        const string text = "Grüße, 你好 👋🏽 <|im_end|> ~ \0 x";
        var tokens = model.Tokenize(text, add_bos: false, special: false, Encoding.UTF8);
        Assert.Equal(text, string.Concat(Encoding.UTF8.GetString([.. tokens.SelectMany(token => Bytes(model, token))])));
        Assert.DoesNotContain(tokens, token => token.IsControl(model.Vocab));
        Assert.Contains(model.Tokenize(text, add_bos: false, special: true, Encoding.UTF8), token => token.IsEndOfGeneration(model.Vocab));
    }

    [Fact]
    public void Refuses_what_is_no_model()
    {
        File.WriteAllBytes(reciter.Beside("page.gguf"), DamagedModels.LoginPage());
        Assert.Throws<LoadWeightsFailedException>(() => LLamaWeights.LoadFromFile(new ModelParams(reciter.Beside("page.gguf"))));
        Assert.Throws<FileNotFoundException>(() => LLamaWeights.LoadFromFile(new ModelParams(reciter.Beside("none.gguf"))));
    }

    [Fact]
    public async Task Loading_reports_progress_and_can_be_stopped()
    {
        var reported = new SynchronousProgress();
        using var model = await LLamaWeights.LoadFromFileAsync(new ModelParams(reciter.FilePath), TestContext.Current.CancellationToken, reported);
        Assert.Equal(1, reported.Last);
        Assert.Equal("reciter", model.Metadata["general.name"]);

        using var cancellation = new CancellationTokenSource();
        var stopped = LLamaWeights.LoadFromFileAsync(new ModelParams(reciter.FilePath), cancellation.Token, new SynchronousProgress(cancellation.Cancel));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stopped);
    }

    [Fact]
    public void A_context_keeps_its_model_alive()
    {
        var model = Load();
        using var context = Context(model, sequences: 1);
        model.Dispose();
        var batch = new LLamaBatch();
        batch.Add(65, 0, LLamaSeqId.Zero, logits: true);
        Assert.Equal(DecodeResult.Ok, context.Decode(batch));
    }

    private LLamaWeights Load() => LLamaWeights.LoadFromFile(new ModelParams(reciter.FilePath) { GpuLayerCount = 0 });

    private static SafeLLamaContextHandle Context(LLamaWeights model, uint sequences, uint cells = 2048, LLamaPoolingType? pooling = null)
    {
        new ModelParams("") { Embeddings = pooling is not null, PoolingType = pooling ?? LLamaPoolingType.Unspecified, ContextSize = cells, SeqMax = sequences, KVUnified = true, Threads = 1, BatchThreads = 1 }.ToLlamaContextParams(out var parameters);
        return model.NativeHandle.CreateContext(parameters);
    }

    private static string ReciteAnew(LLamaWeights model, SafeLLamaContextHandle context, string prompt)
    {
        context.MemoryClear();
        return Recite(model, context, [prompt])[0];
    }

    /// <summary>Decodes greedily, all sequences together, until each has ended.</summary>
    private static string[] Recite(LLamaWeights model, SafeLLamaContextHandle context, string[] prompts)
    {
        var batch = new LLamaBatch();
        var positions = new int[prompts.Length];
        var last = new int[prompts.Length];
        for (var i = 0; i < prompts.Length; i++)
        {
            var tokens = model.Tokenize(prompts[i], add_bos: true, special: true, Encoding.UTF8);
            last[i] = batch.AddRange(tokens, 0, (LLamaSeqId)i, logitsLast: true);
            positions[i] = tokens.Length;
        }

        var texts = prompts.Select(_ => new List<byte>()).ToArray();
        for (var step = 0; step < 400 && batch.TokenCount > 0; step++)
        {
            Assert.Equal(DecodeResult.Ok, context.Decode(batch));
            var next = last.Select(index => index < 0 ? LLamaToken.InvalidToken : Best(context, index)).ToArray();
            batch.Clear();
            for (var i = 0; i < prompts.Length; i++)
            {
                last[i] = -1;
                if (next[i] == LLamaToken.InvalidToken || next[i].IsEndOfGeneration(model.Vocab)) continue;
                texts[i].AddRange(Bytes(model, next[i]));
                last[i] = batch.Add(next[i], positions[i]++, (LLamaSeqId)i, logits: true);
            }
        }

        return [.. texts.Select(text => Encoding.UTF8.GetString([.. text]))];
    }

    private static LLamaToken Best(SafeLLamaContextHandle context, int index)
    {
        var logits = context.GetLogitsIth(index);
        var best = 0;
        for (var i = 1; i < logits.Length; i++)
            if (logits[i] > logits[best]) best = i;
        return best;
    }

    private static string Piece(LLamaWeights model, LLamaToken token) => Encoding.UTF8.GetString(Bytes(model, token));

    private static byte[] Bytes(LLamaWeights model, LLamaToken token)
    {
        var buffer = new byte[64];
        return buffer[..(int)model.NativeHandle.TokenToSpan(token, buffer)];
    }

    private sealed class SynchronousProgress(Action? onReport = null) : IProgress<float>
    {
        public float Last { get; private set; }

        public void Report(float value)
        {
            Last = value;
            onReport?.Invoke();
        }
    }
}
