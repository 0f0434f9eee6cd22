// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/commandline/command.h"
#include "app/commandline/options.h"
#include "app/commandline/progressline.h"
#include "app/commandline/source.h"
#include "ui/canvas/importdocument.h"
#include "ui/canvas/scenegraph.h"
#include "ui/export/picture.h"

#include <QBuffer>
#include <QFileInfo>

#include <algorithm>
#include <optional>

namespace conjoin::app {

namespace {

const QStringList formats{QStringLiteral("svg"), QStringLiteral("png"), QStringLiteral("pdf")};

Result<DiagramId> diagramOf(const Invocation& invocation, const model::Document& document)
{
    const QString name = invocation.value(QStringLiteral("diagram"));
    if (name.isEmpty())
        return document.diagrams.begin()->id;
    QStringList names;
    for (const model::Diagram& diagram : document.diagrams) {
        if (diagram.name == name)
            return diagram.id;
        names += diagram.name;
    }
    return inputError(QStringLiteral("--diagram"),
        message("diagram.unknown", "no diagram is called \"%1\"", {name}), didYouMean(name, names));
}

Result<const ui::Theme*> themeOf(const Invocation& invocation)
{
    const QString name = invocation.value(QStringLiteral("theme"));
    if (name.isEmpty() || name == u"light")
        return &ui::Theme::light();
    if (name == u"dark")
        return &ui::Theme::dark();
    if (name == u"high-contrast")
        return &ui::Theme::highContrast();
    return Error{ErrorKind::Usage, QStringLiteral("--theme"),
        message("theme.unknown", "no theme is called \"%1\"", {name}),
        message("theme.known", "there are light, dark and high-contrast")};
}

/// What the picture is called: the project, and where there are several diagrams the one that is drawn.
QString titleOf(const model::Document& document, DiagramId diagram)
{
    const QString& project = document.settings.name;
    const QString& drawn = document.diagrams.at(diagram).name;
    if (document.diagrams.size() < 2 || drawn.isEmpty())
        return project.isEmpty() ? drawn : project;
    return project.isEmpty() ? drawn : QStringLiteral("%1 – %2").arg(project, drawn);
}

Result<double> scaleOf(const Invocation& invocation)
{
    if (!invocation.has(QStringLiteral("scale")))
        return 1.0;
    bool ok = false;
    const double scale = invocation.value(QStringLiteral("scale")).toDouble(&ok);
    constexpr double most = 16;
    if (!ok || !(scale > 0) || scale > most) {
        return Error{ErrorKind::Usage, QStringLiteral("--scale"),
            message("scale.range", "\"%1\" is not a number above 0 and up to 16",
                {invocation.value(QStringLiteral("scale"))}),
            {}};
    }
    return scale;
}

Result<QByteArray> picture(const QString& format, const ui::SceneGraph& scene, const ui::Theme& theme,
    double scale, const QString& title)
{
    if (format == u"svg")
        return ui::svgPicture(scene, theme);
    if (format == u"pdf")
        return ui::pdfPicture(scene, theme, title);
    const auto image = ui::pngPicture(scene, theme, scale);
    if (!image)
        return failure(image);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image->save(&buffer, "PNG");
    return bytes;
}

Result<ExitStatus> run(Invocation& invocation)
{
    const QString output = invocation.value(QStringLiteral("output"));
    const QString format = QFileInfo(output).suffix().toLower();
    if (!formats.contains(format)) {
        return Error{ErrorKind::Usage, QStringLiteral("render"),
            message("render.output", "-o FILE must end in .svg, .png or .pdf"), {}};
    }
    const auto theme = themeOf(invocation);
    if (!theme)
        return failure(theme);
    const auto scale = scaleOf(invocation);
    if (!scale)
        return failure(scale);
    const auto source = readSource(invocation, invocation.argument(0));
    if (!source)
        return failure(source);
    invocation.say(source->notes, Severity::Warning);
    model::Document document = drawingOf(*source);
    const auto dialect = outputDialect(invocation, document);
    if (!dialect)
        return failure(dialect);
    const bool unplaced = source->physical.has_value() || document.diagrams.begin()->tables.isEmpty();
    const QString tables = counted(document.schema.tables.size(), "table");
    std::optional<ProgressLine> progress;
    progress.emplace(invocation, QStringLiteral("laying out ") + tables);
    if (unplaced || invocation.has(QStringLiteral("layout"))) {
        auto drawn = ui::withLaidOutNodes(std::move(document));
        if (!drawn)
            return failure(drawn);
        document = std::move(*drawn);
    }
    const auto diagram = diagramOf(invocation, document);
    if (!diagram)
        return failure(diagram);
    const orm::Derivation derivation =
        orm::derive(document.schema, document.settings.naming, (*dialect)->capabilities());
    progress->setDoing(QStringLiteral("routing the lines between ") + tables);
    const ui::SceneGraph scene = ui::buildScene(document, *diagram, derivation);
    progress->setDoing(QStringLiteral("drawing ") + tables);
    const auto bytes = picture(format, scene, **theme, *scale, titleOf(document, *diagram));
    progress.reset(); // before anything else is said
    if (!bytes)
        return failure(bytes);
    if (const auto written = invocation.write(*bytes); !written)
        return failure(written);
    invocation.say(QStringLiteral("wrote %1").arg(output));
    return ExitStatus::Done;
}

} // namespace

Command renderCommand()
{
    return {QStringLiteral("render"),
        QStringLiteral("SOURCE -o FILE.svg|.png|.pdf [--theme light|dark|high-contrast] [--layout] [--diagram "
                       "NAME] [--scale S]"),
        QStringLiteral("the picture"), 1, 1,
        {outputOption(), overwriteOption(), fromOption(), dialectOption(),
            valued("theme", "THEME", "light, dark or high-contrast."),
            flag("layout", "Lays the diagram out anew."), valued("diagram", "NAME", "Which diagram."),
            valued("scale", "S", "Pixels a unit, for PNG.")},
        run, true};
}

} // namespace conjoin::app
