@echo off
rem Starts the kernel on Windows: what stands in greenloom-kernel, which does so elsewhere, holds here too.
setlocal EnableExtensions DisableDelayedExpansion
rem The names of variables are the same in capitals and in small letters.
set "home=%~dp0.."
set "used_jdk="
set "used_version="
set "noted_jdk="
if exist "%home%\jdk-home" set /p noted_jdk=<"%home%\jdk-home"

rem As jdk.sh does: JAVA_HOME and PATH decide if they name a JDK that serves.
if defined JAVA_HOME call :try "%JAVA_HOME%"
for %%j in (java.exe) do if not "%%~$PATH:j"=="" call :try "%%~dp$PATH:j.."
if defined JDK_HOME call :try "%JDK_HOME%"
if defined noted_jdk call :try "%noted_jdk%"
for %%v in ("Eclipse Adoptium" "Java" "Microsoft" "Zulu" "BellSoft" "Amazon Corretto" "OpenJDK") do (
    for /d %%d in ("%ProgramFiles%\%%~v\*") do call :try "%%~d"
    for /d %%d in ("%LOCALAPPDATA%\Programs\%%~v\*") do call :try "%%~d"
)
for /d %%d in ("%USERPROFILE%\.jdks\*") do call :try "%%~d"
for /d %%d in ("%USERPROFILE%\scoop\apps\*") do call :try "%%~d\current"
if not defined used_jdk (
    echo Greenloom needs JDK 25 or newer and found none: install one, for example from https://adoptium.net, or set JAVA_HOME to the one you have.>&2
    exit /b 1
)

if not defined GREENLOOM_HEAP set "GREENLOOM_HEAP=1g"
set "jar=%home%\lib\greenloom-kernel.jar"
set "cache=%home%\cache"
set "flags=-XX:+UseSerialGC -Xms24m -Xmn16m -Xmx%GREENLOOM_HEAP% -XX:MinHeapFreeRatio=10 -XX:MaxHeapFreeRatio=20"
set "flags=%flags% -XX:+UnlockDiagnosticVMOptions "-XX:CompilerDirectivesFile=%home%\bin\compilers.json""
set "flags=%flags% -XX:-DisplayVMOutput -Xlog:disable -Xlog:all=error:stderr"

rem Beside the AOT cache stands the JVM that it was made by. The jars come and go together with it: hashing them here would
rem take longer than the cache saves.
set "made_of="
if exist "%cache%\made-of" set /p made_of=<"%cache%\made-of"
set "trained=no"
if exist "%cache%\trained" if "%made_of%"=="%used_version%" set "trained=yes"

if "%~1"=="--jdk" (
    echo %used_version% in %used_jdk%
    exit /b 0
)
if "%~1"=="--is-trained" (
    if "%trained%"=="yes" exit /b 0
    exit /b 1
)
if "%~1"=="--train" goto :train
set "aot="
if "%trained%"=="yes" set aot="-XX:AOTCache=%cache%\trained" -Dgreenloom.aot=used
"%used_jdk%\bin\java.exe" %flags% %aot% %GREENLOOM_JVM_OPTS% -jar "%jar%" %*
exit /b

:train
if "%trained%"=="yes" exit /b 0
if not exist "%cache%" mkdir "%cache%"
"%used_jdk%\bin\java.exe" %flags% "-XX:AOTCacheOutput=%cache%\new" -jar "%jar%" --train >&2 || exit /b 1
move /y "%cache%\new" "%cache%\trained" >nul || exit /b 1
>"%cache%\made-of" echo %used_version%
exit /b 0

rem Whether %1 is the home of a JDK that is new enough, told by the release file that every JDK carries; the first is taken.
:try
if defined used_jdk exit /b 0
if not exist "%~1\bin\javac.exe" exit /b 0
if not exist "%~1\release" exit /b 0
set "release="
for /f "usebackq tokens=1,2 delims==" %%k in ("%~1\release") do if "%%k"=="JAVA_VERSION" set "release=%%~l"
if not defined release exit /b 0
set "major="
for /f "tokens=1 delims=.-+" %%m in ("%release%") do set "major=%%m"
if %major% LSS 25 exit /b 0
set "used_jdk=%~1"
set "used_version=%release%"
exit /b 0
