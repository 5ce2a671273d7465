using InferOps.TestKit.Gguf;

namespace InferOps.StandIns.Tests.LLama;

/// <summary>The reciter as a file in a temporary folder, written once for all tests of a class.</summary>
public sealed class ReciterFile : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("inferops-llama-");

    public ReciterFile()
    {
        FilePath = Path.Combine(_folder.FullName, "reciter.gguf");
        Reciter.Describe().Write(FilePath);
    }

    public string FilePath { get; }

    public string Beside(string name) => Path.Combine(_folder.FullName, name);

    public void Dispose() => _folder.Delete(recursive: true);
}
