namespace LLama.Native;

public sealed unsafe partial class SafeLlamaModelHandle
{
    /// <summary>A model's vocabulary. Valid as long as the model is.</summary>
    public sealed class Vocabulary
    {
        private readonly SafeLlamaModelHandle _model;

        internal Vocabulary(SafeLlamaModelHandle model)
        {
            _model = model;
            Pointer = Libllama.llama_model_get_vocab(model);
            Count = Libllama.llama_vocab_n_tokens(Pointer);
        }

        public int Count { get; }

        public LLamaVocabType Type => Libllama.llama_vocab_type(Pointer);

        public LLamaToken? BOS => OrNone(Libllama.llama_vocab_bos(Pointer));

        public LLamaToken? EOS => OrNone(Libllama.llama_vocab_eos(Pointer));

        public LLamaToken? EOT => OrNone(Libllama.llama_vocab_eot(Pointer));

        public LLamaToken? Newline => OrNone(Libllama.llama_vocab_nl(Pointer));

        public LLamaToken? Pad => OrNone(Libllama.llama_vocab_pad(Pointer));

        public bool ShouldAddBOS => Libllama.llama_vocab_get_add_bos(Pointer) != 0;

        public bool ShouldAddEOS => Libllama.llama_vocab_get_add_eos(Pointer) != 0;

        internal nint Pointer { get; }

        internal bool EndsGeneration(LLamaToken token) => Libllama.llama_vocab_is_eog(Pointer, Checked(token)) != 0;

        internal LLamaTokenAttr AttributesOf(LLamaToken token) => Libllama.llama_vocab_get_attr(Pointer, Checked(token));

        private static LLamaToken? OrNone(LLamaToken token) => token == LLamaToken.InvalidToken ? null : token;

        /// <summary>The library would abort the process over a number that is no token.</summary>
        private LLamaToken Checked(LLamaToken token)
        {
            ObjectDisposedException.ThrowIf(_model.IsClosed, _model);
            return (int)token >= 0 && (int)token < Count ? token : throw new ArgumentOutOfRangeException(nameof(token), $"{token} is not one of {Count} tokens");
        }
    }
}
