using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using k8s.Exceptions;
using k8s.KubeConfigModels;

namespace k8s;

/// <summary>Runs a credential plugin by the client.authentication.k8s.io protocol.</summary>
internal static class CredentialPlugin
{
    public static ExecCredentialResponse Run(ExternalExecution config, TimeSpan timeout)
    {
        try
        {
            using var process = Process.Start(Describe(config));
            // Both pipes are drained while it runs: a plugin that fills one would otherwise wait for ever.
            var output = process.StandardOutput.ReadToEndAsync();
            var complaint = process.StandardError.ReadToEndAsync();
            if (!process.WaitForExit(timeout))
            {
                process.Kill(entireProcessTree: true);
                throw new KubeConfigException($"The credential plugin '{config.Command}' did not finish within {timeout}.");
            }

            process.WaitForExit();
            if (process.ExitCode != 0)
                throw new KubeConfigException($"The credential plugin '{config.Command}' failed with exit code {process.ExitCode}: {complaint.GetAwaiter().GetResult().Trim()}");
            return Check(config, output.GetAwaiter().GetResult());
        }
        catch (Win32Exception error)
        {
            throw new KubeConfigException($"The credential plugin '{config.Command}' cannot be run: {error.Message}. {config.InstallHint}".TrimEnd(), error);
        }
    }

    private static ProcessStartInfo Describe(ExternalExecution config)
    {
        var start = new ProcessStartInfo(config.Command)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        foreach (var argument in config.Arguments ?? []) start.ArgumentList.Add(argument);
        foreach (var variable in config.EnvironmentVariables ?? []) start.Environment[variable["name"]] = variable["value"];
        start.Environment["KUBERNETES_EXEC_INFO"] = JsonSerializer.Serialize(
            new { apiVersion = config.ApiVersion, kind = "ExecCredential", spec = new { interactive = Environment.UserInteractive } });
        return start;
    }

    private static ExecCredentialResponse Check(ExternalExecution config, string output)
    {
        try
        {
            var response = KubernetesJson.Deserialize<ExecCredentialResponse>(output);
            if (response?.ApiVersion != config.ApiVersion)
                throw new KubeConfigException($"The credential plugin '{config.Command}' answered with version '{response?.ApiVersion}', asked for '{config.ApiVersion}'.");
            return response.Status?.IsValid() == true
                ? response
                : throw new KubeConfigException($"The credential plugin '{config.Command}' gave neither a token nor a client certificate with its key.");
        }
        catch (JsonException error)
        {
            throw new KubeConfigException($"The credential plugin '{config.Command}' did not print an ExecCredential: {error.Message}", error);
        }
    }
}
