namespace LLama.Native;

/// <summary>Kind of tokenizer.</summary>
public enum LLamaVocabType
{
    None = 0,
    SentencePiece = 1,
    BytePairEncoding = 2,
    WordPiece = 3,
    Unigram = 4,
    RWKV = 5,
    PLAMO2 = 6,
}
